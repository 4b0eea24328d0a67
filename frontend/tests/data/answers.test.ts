import { beforeEach, expect, test, vi } from "vitest"
import { answer, api } from "../../src/data/api"
import { rejected, waiting } from "../../src/data/changes"
import { newest } from "../../src/data/entries"
import { newId, save } from "../../src/data/outbox"
import { reach, sync } from "../../src/data/sync"
import type { Draft, Person, SyncAnswer } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { problem, Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const clara: Person = { id: PAT, name: "Clara", role: "clinician", patient_id: null }
const note = (text: string): Draft => ({
  id: newId(),
  patient_id: PATIENT,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "note", text },
})
const html = (status: number, headers = {}) =>
  new Response("<h1>Sorry</h1>", { status, headers: { "content-type": "text/html", ...headers } })
const jsonOf = (text: string, type = "application/json") => new Response(text, { headers: { "content-type": type } })
let server: Server

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
})

const nothing = { results: [], entries: [], epoch: "epoch-1", cursor: 0, more: false }
const answers: Record<string, [spoil: (answer: Response) => Response | Promise<Response>, reach: string]> = {
  "a hotel's page with 200": [() => html(200), "offline"],
  "an answer cut in its middle": [
    async answer => jsonOf((await answer.text()).replace(/(^.*"results":\[.{20}).*/, "$1")),
    "offline",
  ],
  "an empty answer": [() => jsonOf(""), "offline"],
  "the right words as plain text": [async answer => jsonOf(await answer.text(), "text/plain"), "offline"],
  "somebody else's JSON": [() => jsonOf('{"status": "please sign in"}'), "offline"],
  "no content": [() => new Response(null, { status: 204 }), "offline"],
  "a 202 without words": [() => new Response(null, { status: 202, headers: { "content-length": "0" } }), "offline"],
  "an answer that leaves out what was sent": [() => jsonOf(JSON.stringify(nothing)), "trouble"],
  "a proxy's 502": [() => html(502), "offline"],
  "a proxy's 503": [() => html(503), "trouble"],
  "the server's 503": [() => problem(503, "away"), "trouble"],
  "a proxy's 429": [() => html(429), "trouble"],
  "the server's 500": [() => problem(500, "trouble"), "trouble"],
  "a session that has ended": [() => problem(401, "not_signed_in"), "signed-out"],
  "a hotel's 401": [() => html(401), "offline"],
}

for (const [name, [spoil, how]] of Object.entries(answers))
  for (const person of [pat, clara])
    test(`${name} is no acknowledgement for a ${person.role}: everything waits, and is stored once in the end`, async () => {
      const drafts = [note("one"), note("two"), note("three")]
      for (const draft of drafts) await save(draft)
      server.spoil = spoil
      await expect(sync(person)).rejects.toThrow()
      expect([waiting.value, rejected.value, reach.value]).toEqual([3, 0, how])
      expect(await newest(PATIENT, 10)).toHaveLength(3)

      server.spoil = answer => answer
      await sync(person)
      expect([waiting.value, rejected.value]).toEqual([0, 0])
      expect(drafts.map(({ id }) => server.versions(id))).toEqual([1, 1, 1])
    })

test("an answer that leaves out one of three keeps that one only", async () => {
  const drafts = [note("one"), note("two"), note("three")]
  for (const draft of drafts) await save(draft)
  server.spoil = async answer => {
    const said = (await answer.json()) as SyncAnswer
    return jsonOf(JSON.stringify({ ...said, results: said.results.slice(1) }))
  }
  await expect(sync(pat)).rejects.toThrow("leaves out")
  expect(waiting.value).toBe(1)
})

test("a diary that the server does not know is no reason to drop a word of it", async () => {
  await save(note("one"))
  server.spoil = () => problem(404, "not_found")
  await expect(sync(pat)).rejects.toThrow()
  expect([waiting.value, rejected.value]).toEqual([1, 0])
  await expect(sync(clara)).resolves.toBeUndefined()
  expect([waiting.value, rejected.value, (await newest(PATIENT, 10)).length]).toEqual([0, 1, 1])
})

for (const [who, tooLarge] of [
  ["the server", () => problem(413, "too_large")],
  ["a proxy", () => html(413)],
] as const)
  test(`${who} that takes two changes at most gets them two by two`, async () => {
    const drafts = Array.from({ length: 5 }, (_, n) => note(`note ${n}`))
    for (const draft of drafts) await save(draft)
    server.spoil = answer => ((server.requests.at(-1)?.ops.length ?? 0) > 2 ? tooLarge() : answer)
    await sync(pat)
    expect(drafts.map(({ id }) => server.versions(id))).toEqual([1, 1, 1, 1, 1])
    expect([waiting.value, rejected.value]).toEqual([0, 0])
  })

test("how long to wait is heard from a proxy too", async () => {
  await save(note("one"))
  server.spoil = () => html(503, { "retry-after": "17" })
  await expect(sync(pat)).rejects.toMatchObject({ status: 503, retryAfter: 17 })
})

test("what our server takes to do later it says without words", async () => {
  vi.stubGlobal("fetch", async () => new Response(null, { status: 202, headers: { "content-length": "0" } }))
  await expect(answer(api.PUT("/api/v1/reminders/email", { body: { address: "pat@example.org" } }))).resolves.toBe(
    undefined,
  )
})
