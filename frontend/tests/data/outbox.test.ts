import { beforeEach, expect, test } from "vitest"
import { takeBatch } from "../../src/data/batch"
import { rejected, waiting } from "../../src/data/changes"
import { database } from "../../src/data/db"
import { entry, newest } from "../../src/data/entries"
import { giveUp, newId, refused, remove, save, sendAgain } from "../../src/data/outbox"
import type { Draft } from "../../src/data/types"
import { freshPhone, PATIENT } from "../setup"

const checkin = (average: number, id = newId()): Draft => ({
  id,
  patient_id: PATIENT,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "checkin", average },
})
const ops = async () => (await database()).getAll("outbox")

beforeEach(freshPhone)

test("a saved check-in is on the phone with one change waiting", async () => {
  const draft = checkin(0)
  await save(draft)
  expect((await entry(draft.id))?.payload).toEqual({ kind: "checkin", average: 0 })
  expect(await ops()).toMatchObject([{ entry_id: draft.id, base_version: 0, state: "waiting" }])
  expect(waiting.value).toBe(1)
})

test("an edit before sending replaces the waiting change instead of queueing behind it", async () => {
  const draft = checkin(3)
  await save(draft)
  await save({ ...draft, payload: { kind: "checkin", average: 4 } })
  const waitingOps = await ops()
  expect(waitingOps).toHaveLength(1)
  expect(waitingOps[0]?.content).toMatchObject({ payload: { average: 4 } })
})

test("an edit after sending waits behind the sent change, whose content stays as it was", async () => {
  const draft = checkin(3)
  await save(draft)
  await takeBatch(await database(), PATIENT)
  await save({ ...draft, payload: { kind: "checkin", average: 4 } })
  expect((await ops()).map(op => [op.state, (op.content as { payload: { average: number } }).payload.average])).toEqual(
    [
      ["sent", 3],
      ["waiting", 4],
    ],
  )
})

test("an entry deleted before it was ever sent leaves nothing to send", async () => {
  const draft = checkin(3)
  await save(draft)
  await remove(draft)
  expect(await ops()).toEqual([])
  expect(await entry(draft.id)).toBeUndefined()
})

test("an entry deleted while its first change is under way is deleted on the server too", async () => {
  const draft = checkin(3)
  await save(draft)
  await takeBatch(await database(), PATIENT)
  await remove(draft)
  expect((await ops()).map(op => op.content === "delete")).toEqual([false, true])
  expect(await newest(PATIENT, 10)).toEqual([])
})

test("deleting twice while the first change is under way still deletes on the server", async () => {
  const draft = checkin(3)
  await save(draft)
  await takeBatch(await database(), PATIENT)
  await remove(draft)
  await remove(draft)
  expect((await ops()).map(op => op.content === "delete")).toEqual([false, true])
})

test("an undone deletion brings the entry back", async () => {
  const draft = checkin(3)
  await save(draft)
  await takeBatch(await database(), PATIENT)
  await remove(draft)
  await save(draft)
  expect((await newest(PATIENT, 10)).map(({ id }) => id)).toEqual([draft.id])
})

test("a refused change stays, can be sent again, and can be given up", async () => {
  const draft = checkin(3)
  await save(draft)
  const [op] = await ops()
  if (!op) throw new Error("nothing waits")
  const problem = { type: "about:blank", title: "no", status: 422, code: "not_valid" }
  await (await database()).put("outbox", { ...op, state: "rejected", problem })
  expect((await refused()).map(({ entry: kept }) => kept?.payload)).toEqual([draft.payload])
  await sendAgain(op.op_id)
  expect([waiting.value, rejected.value]).toEqual([1, 0])
  await (await database()).put("outbox", { ...op, state: "rejected", problem })
  await giveUp(op.op_id)
  expect(await ops()).toEqual([])
  expect(await entry(draft.id)).toBeUndefined()
})

test("a correction takes the place of a refused change", async () => {
  const draft = checkin(3)
  await save(draft)
  const [op] = await ops()
  if (!op) throw new Error("nothing waits")
  await (await database()).put("outbox", { ...op, state: "rejected" })
  await save({ ...draft, occurred_at: "2026-11-21T20:15:00+01:00" })
  expect(await ops()).toMatchObject([{ state: "waiting", base_version: 0 }])
})

test("deleting words that were refused, of an entry that another phone made too, deletes it on the server", async () => {
  const draft = checkin(3)
  await save(draft)
  const [op] = await ops()
  if (!op) throw new Error("nothing waits")
  const theirs = { ...draft, version: 1, revision: 1, captured_at: draft.occurred_at }
  await (await database()).put("outbox", { ...op, state: "rejected", before: theirs })
  await remove(draft)
  expect(await ops()).toMatchObject([{ content: "delete", state: "waiting" }])
})
