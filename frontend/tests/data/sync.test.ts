import { beforeEach, expect, test } from "vitest"
import { rejected, waiting } from "../../src/data/changes"
import { entry, newest } from "../../src/data/entries"
import { newId, remove, save } from "../../src/data/outbox"
import { reach, sync } from "../../src/data/sync"
import type { Draft, Person } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const checkin = (average: number, id = newId()): Draft => ({
  id,
  patient_id: PATIENT,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "checkin", average },
})
let server: Server

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
})

test("what was written offline arrives once when there is a connection", async () => {
  server.online = false
  const draft = checkin(0)
  await save(draft)
  await expect(sync(pat)).rejects.toThrow()
  expect(reach.value).toBe("offline")
  expect(waiting.value).toBe(1)
  server.online = true
  await sync(pat)
  expect(server.entry(draft.id)).toMatchObject({ version: 1, payload: { average: 0 } })
  expect([waiting.value, reach.value]).toEqual([0, "reached"])
})

test("an answer lost on the way back does not make a second version", async () => {
  server.loseNextAnswer = true
  const draft = checkin(3)
  await save(draft)
  await expect(sync(pat)).rejects.toThrow()
  await sync(pat)
  expect(server.versions(draft.id)).toBe(1)
  expect(waiting.value).toBe(0)
})

test("a hotel's sign-in page is not an acknowledgement", async () => {
  server.captive = true
  await save(checkin(3))
  await expect(sync(pat)).rejects.toThrow()
  expect([waiting.value, reach.value]).toEqual([1, "offline"])
})

test("edits queued behind a sent change do not conflict with it", async () => {
  server.loseNextAnswer = true
  const draft = checkin(3)
  await save(draft)
  await expect(sync(pat)).rejects.toThrow()
  await save({ ...draft, payload: { kind: "checkin", average: 4 } })
  await sync(pat)
  expect(server.entry(draft.id)).toMatchObject({ version: 2, payload: { average: 4 } })
  expect(await entry(draft.id)).toMatchObject({ version: 2, payload: { average: 4 } })
})

test("an edit made during sending is sent next and wins on the phone", async () => {
  const draft = checkin(3)
  await save(draft)
  const sending = sync(pat)
  await save({ ...draft, payload: { kind: "checkin", average: 8 } })
  await sending
  await sync(pat)
  expect((await entry(draft.id))?.payload).toEqual({ kind: "checkin", average: 8 })
  expect(server.entry(draft.id)).toMatchObject({ payload: { average: 8 } })
})

test("a refused change stays on the phone and the rest of the batch stands", async () => {
  const [bad, good] = [checkin(1), checkin(2)]
  server.refuse = op => op.entry_id === bad.id
  await save(bad)
  await save(good)
  await sync(pat)
  expect(server.entry(good.id)).toBeDefined()
  expect([waiting.value, rejected.value]).toEqual([0, 1])
  expect(await entry(bad.id)).toBeDefined()
})

test("everything of another device comes, page by page", async () => {
  for (let n = 0; n < 8; n++) server.write(newId(), 0, { kind: "note", text: `note ${n}` })
  await sync(pat)
  expect(await newest(PATIENT, 100)).toHaveLength(8)
  expect(server.requests.length).toBeGreaterThan(2)
  await sync(pat)
  expect(server.requests.at(-1)?.cursor).toBe(8)
})

test("what arrives does not overwrite what waits; the later arrival wins everywhere", async () => {
  const draft = checkin(3)
  await save(draft)
  await sync(pat)
  server.write(draft.id, 1, { kind: "checkin", average: 9 })
  await save({ ...draft, payload: { kind: "checkin", average: 5 } })
  await sync(pat)
  expect(server.entry(draft.id)).toMatchObject({ version: 3, payload: { average: 5 } })
  expect(await entry(draft.id)).toMatchObject({ version: 3, payload: { average: 5 } })
})

test("a deletion on another device removes the entry here", async () => {
  const draft = checkin(3)
  await save(draft)
  await sync(pat)
  await remove(draft)
  await sync(pat)
  expect(server.entry(draft.id)).toHaveProperty("deleted_at")
  expect(await newest(PATIENT, 10)).toEqual([])
})

test("a delete that is answered not_found counts as done on the phone", async () => {
  const draft = checkin(3)
  server.write(draft.id, 0, { kind: "checkin", average: 3 })
  await sync(pat)
  await remove(draft)
  server = new Server(PATIENT) // one that never had it
  await sync(pat)
  expect([waiting.value, rejected.value, await entry(draft.id)]).toEqual([0, 0, undefined])

  await save(draft) // an undo starts from nothing
  await sync(pat)
  expect(server.entry(draft.id)).toMatchObject({ version: 1 })
})

test("a deletion of what a restored server has forgotten goes after what made it", async () => {
  const draft = checkin(3)
  const restore = server.backup()
  await save(draft)
  await sync(pat)
  await remove(draft)
  restore()
  await sync(pat)
  expect(server.entry(draft.id)).toHaveProperty("deleted_at")
  expect([waiting.value, rejected.value, await entry(draft.id)]).toEqual([0, 0, undefined])
})

test("a restored server is offered again what it has forgotten", async () => {
  const [kept, lost] = [checkin(1), checkin(2)]
  await save(kept)
  await sync(pat)
  const restore = server.backup()
  await save(lost)
  await save({ ...kept, payload: { kind: "checkin", average: 7 } })
  await sync(pat)
  restore()
  await sync(pat)
  await sync(pat)
  expect(server.entry(lost.id)).toMatchObject({ payload: { average: 2 } })
  expect(server.entry(kept.id)).toMatchObject({ payload: { average: 7 } })
  expect(waiting.value).toBe(0)
})

test("a diary that is no longer shared keeps the practice's words on its device", async () => {
  const clara: Person = { id: PAT, name: "Clara", role: "clinician", patient_id: null }
  await save({ ...checkin(1), patient_id: "0195c0de-0000-7000-8000-0000000000bb" })
  await sync(clara)
  expect([waiting.value, rejected.value]).toEqual([0, 1])
})

test("two tabs that send at once store everything once", async () => {
  const drafts = [checkin(1), checkin(2), checkin(3), checkin(4)]
  for (const draft of drafts) await save(draft)
  await Promise.all([sync(pat), sync(pat), sync(pat)])
  expect(drafts.map(({ id }) => server.versions(id))).toEqual([1, 1, 1, 1])
})
