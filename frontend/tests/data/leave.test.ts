import { beforeEach, expect, test, vi } from "vitest"
import { database, openFor } from "../../src/data/db"
import { keepDraft } from "../../src/data/drafts"
import { endSessionLater, hasLeft, leaving, sendFirst, signingIn, wipe } from "../../src/data/leave"
import { newId, remove, save } from "../../src/data/outbox"
import { sync } from "../../src/data/sync"
import type { Draft, Person } from "../../src/data/types"
import { asText, draftAsText, unsent } from "../../src/data/unsent"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const note = (text: string, occurred_at = "2026-11-22T20:15:00+01:00"): Draft => ({
  id: newId(),
  patient_id: PATIENT,
  occurred_at,
  payload: { kind: "note", text },
})
const texts = async () =>
  (await unsent()).changes.map(({ entry, state }) => [state, entry?.payload.kind === "note" && entry.payload.text])
let server: Server

beforeEach(async () => {
  localStorage.clear()
  await freshPhone()
  server = new Server(PATIENT)
})

test("what waits is sent first, and nothing would be lost", async () => {
  const draft = note("one")
  await save(draft)
  expect(await sendFirst(pat)).toEqual({ changes: [], drafts: [] })
  expect(server.versions(draft.id)).toBe(1)
})

test("what would be lost is listed newest first, the last words of each, with what was refused and half-written pages", async () => {
  const [old, recent, bad] = [
    note("yesterday", "2026-11-21T20:15:00+01:00"),
    note("today"),
    note("no", "2026-11-20T20:15:00+01:00"),
  ]
  server.refuse = op => op.entry_id === bad.id
  await save(bad)
  await sync(pat)
  await save(old)
  server.spoil = () => {
    throw new TypeError("Failed to fetch")
  }
  await sync(pat).catch(() => undefined)
  await save({ ...old, payload: { kind: "note", text: "yesterday, mended" } })
  await save(recent)
  await keepDraft("note", "half a sentence")
  server.online = false
  const { changes, drafts } = await sendFirst(pat)
  expect(changes.map(({ op }) => op.entry_id)).toEqual([recent.id, old.id, bad.id])
  expect(await texts()).toEqual([
    ["waiting", "today"],
    ["waiting", "yesterday, mended"],
    ["rejected", "no"],
  ])
  expect(drafts).toEqual([{ name: "note", value: "half a sentence" }])
})

test("a server that hangs does not hold a sign-out up", async () => {
  await save(note("one"))
  vi.useFakeTimers({ toFake: ["setTimeout"] })
  server.spoil = () => new Promise(() => undefined)
  const leaving = sendFirst(pat)
  await vi.advanceTimersByTimeAsync(10_000)
  expect((await leaving).changes).toHaveLength(1)
})

test("after the wipe nothing of the person is on the phone, without a connection too", async () => {
  await save(note("sent"))
  await sync(pat)
  await save(note("never sent"))
  await keepDraft("note", "half a sentence")
  server.online = false
  await wipe(pat)
  expect(await indexedDB.databases()).toEqual([])
  const db = await openFor(PAT)
  const left = await Promise.all([...db.objectStoreNames].map(store => db.count(store)))
  expect(left.reduce((sum, count) => sum + count, 0)).toBe(0)
})

test("an exchange under way puts nothing back into a wiped phone", async () => {
  await save(note("one"))
  const answered = new Promise<void>(done => {
    server.spoil = async answer => {
      await wipe(pat)
      done()
      return answer
    }
  })
  await expect(sync(pat)).rejects.toThrow()
  await answered
  expect(await indexedDB.databases()).toEqual([])
})

test("a session that could not be ended is ended at the next connection, and never after a new sign-in", async () => {
  const asked = () => server.ended
  server.online = false
  leaving()
  await endSessionLater()
  expect([asked(), hasLeft()]).toEqual([0, true])
  server.online = true
  await endSessionLater()
  await endSessionLater()
  expect(asked()).toBe(1)

  server.online = false
  leaving()
  await endSessionLater()
  await signingIn(async () => "signed in without another word to the server")
  server.online = true
  await endSessionLater()
  expect([asked(), hasLeft()]).toEqual([1, false])
})

test("a slow end of one session does not take the cookie of whoever signs in next: one after the other, and once", async () => {
  leaving()
  const order: string[] = []
  let done = () => {}
  vi.stubGlobal("fetch", async () => {
    order.push("ending")
    await new Promise<void>(answer => {
      done = answer
    })
    order.push("ended")
    return new Response(null, { status: 204 })
  })
  const [atStart, online] = [endSessionLater(), endSessionLater()]
  const next = signingIn(async () => order.push("signs in"))
  await vi.waitFor(() => expect(order).toEqual(["ending"]))
  done()
  await Promise.all([atStart, online, next, endSessionLater()])
  expect(order).toEqual(["ending", "ended", "signs in"])
})

test("a sign-in that fails leaves the earlier session to be ended", async () => {
  server.online = false
  leaving()
  await expect(signingIn(() => Promise.reject(new Error("wrong password")))).rejects.toThrow()
  expect(hasLeft()).toBe(true)
})

test("the words of a half-written page can be read without the app", () => {
  const kept = { day: "2026-11-22", value: { text: "left tighter", readers: null } }
  expect(draftAsText(kept)).toContain("text: left tighter")
  expect([draftAsText("half a sentence"), draftAsText(undefined)]).toEqual(["half a sentence", ""])
})

test("everything that a change holds can be read without the app", async () => {
  const areas = [
    { region: "lumbar", side: "left", technique: "stretch", tool: "fingers", seconds: 30, pressure: 3, response: "ok" },
  ]
  await save({ ...note(""), payload: { kind: "treatment", areas, notes: "tight\nand warm", plan: "" } as never })
  const gone = note("gone")
  await save(gone)
  await sync(pat)
  await save({ ...note("first line\nsecond line"), ended_at: "2026-11-22T21:15:00+01:00" })
  await remove(gone)
  server.refuse = () => true
  const ops = await (await database()).getAll("outbox")
  const [written, deleted] = ops.map(asText)
  expect(written).toBe(
    [
      "note",
      "time: 2026-11-22T20:15:00+01:00",
      "ended: 2026-11-22T21:15:00+01:00",
      `written: ${ops[0]?.captured_at}`,
      "text: first line",
      "  second line",
    ].join("\n"),
  )
  expect(deleted).toContain(gone.id)
})

test("numbers, lists and parts within parts are all in the text", async () => {
  const payload = {
    kind: "checkin",
    average: 0,
    regions: [{ region: "lumbar", side: "left", score: 5 }],
    care: ["heat"],
    flare: false,
  }
  await save({ ...note(""), payload: payload as never })
  const [op] = await (await database()).getAll("outbox")
  if (!op) throw new Error("nothing waits")
  for (const words of ["average: 0", "lumbar", "score: 5", "1: heat", "flare: false"])
    expect(asText(op)).toContain(words)
})
