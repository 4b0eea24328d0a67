import { beforeEach, expect, test, vi } from "vitest"
import { withOthers } from "../../src/data/db"
import { forgetReports, type Report, report, sendReports } from "../../src/data/reports"
import { PAT } from "../setup"

const shown = (delivery: string, at = "2026-11-22T20:00:05.000Z"): Report => ({ delivery, said: "shown", at })
let asked: [string, unknown][]
let answers: () => Response | Promise<Response>

const problem = (status: number) => Response.json({ type: "about:blank", title: "no", status, code: "no" }, { status })
const away = () => {
  throw new TypeError("Failed to fetch")
}
const told = () => asked.map(([what]) => what)

beforeEach(async () => {
  await forgetReports()
  asked = []
  answers = () => new Response(null, { status: 204 })
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push([`${request.method} ${new URL(request.url).pathname.split("/deliveries/")[1]}`, await request.json()])
    return answers()
  })
})

test("what was seen without a connection is told later, in its order and with the time at which it happened", async () => {
  answers = away
  await report(shown("a"))
  await report({ delivery: "a", said: "snooze", until: "2026-11-22T20:15:00.000Z", at: "2026-11-22T20:00:30.000Z" })
  await report({ delivery: "b", said: "opened", at: "2026-11-22T20:16:00.000Z" })
  asked = []
  answers = () => new Response(null, { status: 204 })
  await sendReports()
  expect(asked).toEqual([
    ["POST a/shown", { at: "2026-11-22T20:00:05.000Z" }],
    ["PUT a/snooze", { until: "2026-11-22T20:15:00.000Z" }],
    ["POST b/opened", { at: "2026-11-22T20:16:00.000Z" }],
  ])
  await sendReports()
  expect(asked).toHaveLength(3)
})

test("one that the server does not know any more holds up nothing", async () => {
  answers = away
  await report(shown("gone"))
  await report(shown("here"))
  asked = []
  const said = [problem(404), new Response(null, { status: 204 })]
  answers = () => said.shift() as Response
  await sendReports()
  expect(told()).toEqual(["POST gone/shown", "POST here/shown"])
  await sendReports()
  expect(asked).toHaveLength(2)
})

test.each([401, 429, 500, 503])("after a %i it waits for another time", async status => {
  answers = () => problem(status)
  await report(shown("a"))
  expect(told()).toEqual(["POST a/shown"])
  await expect(sendReports()).rejects.toThrow()
  answers = () => new Response(null, { status: 204 })
  await sendReports()
  expect(asked).toHaveLength(3)
})

test("the latest hundred are kept, and signing out forgets them", async () => {
  answers = away
  for (let n = 0; n < 103; n++) await report(shown(String(n)))
  asked = []
  answers = () => new Response(null, { status: 204 })
  await sendReports()
  expect(told()).toHaveLength(100)
  expect(told()[0]).toBe("POST 3/shown")

  answers = away
  await report(shown("kept"))
  await forgetReports()
  answers = () => new Response(null, { status: 204 })
  asked = []
  await sendReports()
  expect(asked).toEqual([])
})

test("two senders at once tell it once", async () => {
  answers = away
  await report(shown("a"))
  asked = []
  answers = () => new Response(null, { status: 204 })
  await Promise.all([sendReports(), sendReports()])
  expect(told()).toEqual(["POST a/shown"])
})

test("its database is nobody's diary", async () => {
  answers = away
  await report(shown("a"))
  const work = vi.fn(async () => undefined)
  await withOthers(PAT, work)
  expect(work).not.toHaveBeenCalled()
})
