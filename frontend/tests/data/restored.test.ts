import { openDB } from "idb"
import { beforeEach, expect, test, vi } from "vitest"
import { rejected, waiting } from "../../src/data/changes"
import { database, forget, openFor } from "../../src/data/db"
import { keepDraft } from "../../src/data/drafts"
import { entry, newest } from "../../src/data/entries"
import { newId, remove, save } from "../../src/data/outbox"
import { forgetOldWords } from "../../src/data/restored"
import { sync } from "../../src/data/sync"
import type { Draft, Payload, Person } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const DAY = 24 * 60 * 60_000
const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const clara: Person = { id: PAT, name: "Clara", role: "clinician", patient_id: null }
const checkin = (average: number, id = newId()): Draft => ({
  id,
  patient_id: PATIENT,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "checkin", average },
})
const session = (notes: string, patient_id = PATIENT): Draft => ({
  ...checkin(0),
  patient_id,
  payload: { kind: "treatment", areas: [], notes, plan: "" } as Payload,
})
const sentOps = () => server.requests.flatMap(({ ops }) => ops)
const acknowledged = async () => (await database()).getAll("acknowledged")
const average = async (id: string) => ((await entry(id))?.payload as { average: number } | undefined)?.average
let server: Server

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
})

test("what the server had is sent again as it was: same ops, same order, same bases, whatever else waits", async () => {
  const [one, two] = [checkin(1), checkin(2)]
  const restore = server.backup()
  await save(one)
  await save(two)
  await sync(pat)
  await save({ ...one, payload: { kind: "checkin", average: 8 } })
  await sync(pat)
  const before = sentOps()
  restore()
  server.requests = []
  const fresh = checkin(5)
  await save(fresh)
  await sync(pat)
  const again = sentOps().filter(({ entry_id }) => entry_id !== fresh.id)
  expect(again).toEqual(before)
  expect([server.versions(one.id), server.versions(two.id), server.versions(fresh.id)]).toEqual([2, 1, 1])
  expect([waiting.value, rejected.value]).toEqual([0, 0])
})

test("after a restore a patient's phone leaves alone what the practice deleted", async () => {
  const id = newId()
  const clara = { id: newId(), name: "Clara", role: "clinician" as const }
  const at = "2026-11-20T20:00:00+01:00"
  const op = { op_id: newId(), entry_id: id, captured_at: at }
  const payload = { kind: "note" as const, text: "from the practice" }
  server.take({ ...op, base_version: 0, occurred_at: at, payload }, clara)
  const restore = server.backup()
  await sync(pat)
  server.take({ ...op, op_id: newId(), base_version: 1, delete: true }, clara)
  await sync(pat)
  expect(await entry(id)).toBeUndefined()
  restore()
  await sync(pat)
  await sync(pat)
  expect([sentOps(), server.versions(id), (await entry(id))?.payload]).toEqual([[], 1, payload])
})

test("what one person had sent leaves a shared phone when another signs in, and what waits stays", async () => {
  const [sent, waits] = [checkin(1), checkin(2)]
  await save(sent)
  await sync(pat)
  const kept = (await acknowledged())[0]
  if (!kept) throw new Error("nothing is kept")
  await (await database()).put("acknowledged", { ...kept, acknowledged_at: Date.now() - 15 * DAY })
  await (await database()).put("acknowledged", { ...kept, seq: 99 })
  await save(waits)
  await keepDraft("note", "half a sentence")
  const ruth = newId()
  await openFor(ruth)
  await forgetOldWords(ruth)
  const pats = await openFor(PAT)
  expect((await pats.getAll("acknowledged")).map(({ seq }) => seq)).toEqual([99])
  expect([await pats.count("outbox"), await pats.count("drafts")]).toEqual([1, 1])
  await forget(ruth)
})

test("what a restored server still has makes no second version, and nothing is said twice", async () => {
  const draft = checkin(1)
  await save(draft)
  await sync(pat)
  server.write(draft.id, 1, { kind: "checkin", average: 9 })
  await sync(pat)
  server.backup()()
  await sync(pat)
  expect([server.versions(draft.id), await average(draft.id), waiting.value]).toEqual([2, 9, 0])
})

test("the phone learns all that is left before it sends again", async () => {
  const draft = checkin(1)
  await save(draft)
  await sync(pat)
  for (let n = 0; n < 8; n++) server.write(newId(), 0, { kind: "checkin", average: n })
  server.backup()()
  server.requests = []
  await sync(pat)
  expect(server.requests.map(({ ops }) => ops.length)).toEqual([0, 0, 0, 1])
})

test("catching up goes on where it was interrupted", async () => {
  const restore = server.backup()
  const draft = checkin(1)
  await save(draft)
  await sync(pat)
  restore()
  for (let n = 0; n < 8; n++) server.write(newId(), 0, { kind: "checkin", average: n })
  server.spoil = answer => {
    if (server.requests.length > 3) throw new TypeError("Failed to fetch")
    return answer
  }
  server.requests = []
  await expect(sync(pat)).rejects.toThrow()
  server.spoil = answer => answer
  await sync(pat)
  const asked = server.requests.map(({ cursor }) => cursor)
  expect(asked).toEqual([...asked].sort((one, other) => one - other))
  expect([server.versions(draft.id), (await newest(PATIENT, 100)).length]).toEqual([1, 9])
})

test("the change that found out is older than none: it ends on top of what is sent again", async () => {
  const restore = server.backup()
  const draft = checkin(1)
  await save(draft)
  await sync(pat)
  await save({ ...draft, payload: { kind: "checkin", average: 2 } })
  await sync(pat)
  restore()
  await save({ ...draft, payload: { kind: "checkin", average: 3 } })
  await sync(pat)
  expect(server.entry(draft.id)).toMatchObject({ payload: { average: 3 } })
  expect(await average(draft.id)).toBe(3)
  expect(new Set(sentOps().map(({ op_id }) => op_id)).size).toBe(server.versions(draft.id))
})

test("it does so too when the answer to what is sent again is lost", async () => {
  const restore = server.backup()
  const draft = checkin(1)
  await save(draft)
  await sync(pat)
  restore()
  await save({ ...draft, payload: { kind: "checkin", average: 3 } })
  let lost = 0
  server.spoil = answer => {
    if (server.requests.at(-1)?.ops[0]?.base_version === 0 && lost++ === 0) throw new TypeError("Failed to fetch")
    return answer
  }
  await expect(sync(pat)).rejects.toThrow()
  await sync(pat)
  expect([lost, await average(draft.id), waiting.value]).toEqual([2, 3, 0])
  expect(server.entry(draft.id)).toMatchObject({ payload: { average: 3 } })
})

test("another device's newer words come back on top of what this one sends again", async () => {
  const restore = server.backup()
  const draft = checkin(1)
  await save(draft)
  await sync(pat)
  server.write(draft.id, 1, { kind: "checkin", average: 9 })
  await sync(pat)
  restore()
  await sync(pat)
  expect(server.entry(draft.id)).toMatchObject({ payload: { average: 9 } })
  expect([await average(draft.id), waiting.value]).toEqual([9, 0])
})

test("a deletion is sent again too", async () => {
  const draft = checkin(1)
  await save(draft)
  await sync(pat)
  const restore = server.backup()
  await remove(draft)
  await sync(pat)
  restore()
  await sync(pat)
  expect(server.entry(draft.id)).toHaveProperty("deleted_at")
  expect(await newest(PATIENT, 10)).toEqual([])
})

test("a deletion that found nothing counts when another phone gives the entry back, once; an undo takes it back", async () => {
  const [one, two] = [checkin(1), checkin(2)]
  const restore = server.backup()
  server.write(one.id, 0, { kind: "checkin", average: 1 })
  server.write(two.id, 0, { kind: "checkin", average: 2 })
  await sync(pat)
  restore()
  await remove(one)
  await remove(two)
  await sync(pat)
  expect([waiting.value, rejected.value, server.entries]).toEqual([0, 0, []])
  await save(two)
  await sync(pat)
  server.write(one.id, 0, { kind: "checkin", average: 1 })
  await sync(pat)
  expect(server.entry(one.id)).toMatchObject({ version: 2, deleted_at: expect.any(String) })
  expect([server.entry(two.id), (await newest(PATIENT, 10)).length]).toMatchObject([{ payload: { average: 2 } }, 1])
  server.write(one.id, 2, { kind: "checkin", average: 7 })
  await sync(pat)
  expect([await average(one.id), server.versions(one.id)]).toEqual([7, 3])
})

test("an edit made while the entry is sent again builds on it", async () => {
  const draft = checkin(1)
  await save(draft)
  await sync(pat)
  server.write(draft.id, 1, { kind: "checkin", average: 9 })
  await sync(pat)
  server.backup()()
  server.spoil = answer => {
    if (server.requests.at(-1)?.ops.length) throw new TypeError("Failed to fetch")
    return answer
  }
  await expect(sync(pat)).rejects.toThrow()
  expect(waiting.value).toBe(1)
  await save({ ...draft, payload: { kind: "checkin", average: 4 } })
  server.spoil = answer => answer
  await sync(pat)
  expect(server.entry(draft.id)).toMatchObject({ version: 3, payload: { average: 4 } })
  expect(sentOps().at(-1)?.base_version).toBe(2)
})

test("what was acknowledged two weeks ago is let go; the diary is offered anew all the same", async () => {
  const draft = checkin(1)
  const restore = server.backup()
  await save(draft)
  await sync(pat)
  expect(await acknowledged()).toMatchObject([{ entry_id: draft.id, version: 1, epoch: "epoch-1" }])
  vi.useFakeTimers({ now: Date.now() + 15 * DAY, toFake: ["Date"] })
  await sync(pat)
  expect(await acknowledged()).toEqual([])
  restore()
  await sync(pat)
  expect(server.entry(draft.id)).toMatchObject({ payload: { average: 1 } })
})

test("a session's words survive a restore, and leave with whoever signs out", async () => {
  const restore = server.backup()
  const [one, two] = [session("left tighter"), session("right tighter")]
  await save(one)
  await sync(clara)
  await save(two)
  await sync(clara)
  expect(await newest(PATIENT, 10)).toEqual([])
  restore()
  await sync(clara) // nothing waits: it is noticed all the same
  expect([server.versions(one.id), server.versions(two.id), waiting.value]).toEqual([1, 1, 0])
  expect(await (await database()).count("entries")).toBe(0)

  await forget(PAT)
  expect(await (await openFor(PAT)).count("acknowledged")).toBe(0)
})

test("a phone that was last used before changes were kept goes on with all it had", async () => {
  await forget(PAT)
  const old = await openDB(`backstory-${PAT}`, 2, {
    upgrade(db) {
      db.createObjectStore("entries", { keyPath: "id" }).createIndex("occurred", ["patient_id", "occurred_ms"])
      const outbox = db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true })
      outbox.createIndex("entry", "entry_id")
      outbox.createIndex("op", "op_id", { unique: true })
      for (const name of ["positions", "documents", "drafts"]) db.createObjectStore(name)
    },
  })
  const held = checkin(7)
  const kept = {
    patient_id: PATIENT,
    version: 2,
    revision: 1,
    epoch: "epoch-1",
    occurred_ms: 1,
    captured_at: held.occurred_at,
  }
  await old.put("entries", { ...held, ...kept })
  for (const [op_id, state, score] of [
    [newId(), "sent", 1],
    [newId(), "waiting", 2],
    [newId(), "rejected", 3],
  ] as const) {
    const { id: entry_id, occurred_at, payload } = checkin(score)
    const content = { occurred_at, ended_at: null, payload }
    const problem = { type: "about:blank", title: "no", status: 422, code: "not_valid" }
    const op = { op_id, patient_id: PATIENT, entry_id, base_version: 0, captured_at: occurred_at, state, content }
    await old.put("outbox", { ...op, problem, before: null })
  }
  await old.put("positions", { epoch: "epoch-1", cursor: 0, offered: "epoch-1" }, PATIENT)
  await old.put("drafts", "half a sentence", "note")
  old.close()

  const db = await openFor(PAT)
  expect(await db.get("drafts", "note")).toBe("half a sentence")
  await sync(pat)
  expect([waiting.value, rejected.value, server.entries.length]).toEqual([0, 1, 2])
  expect(await db.count("acknowledged")).toBe(2)
  expect(await average(held.id)).toBe(7)
  await save(checkin(4)) // numbered after all that were there
  expect((await db.getAll("outbox")).map(({ seq }) => seq)).toEqual([3, 4])
})
