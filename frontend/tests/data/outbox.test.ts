import { beforeEach, expect, test, vi } from "vitest"
import { takeBatch } from "../../src/data/batch"
import { rejected, waiting } from "../../src/data/changes"
import { database, forget, openFor } from "../../src/data/db"
import { draft as draftKept, keepDraft } from "../../src/data/drafts"
import { entry, newest } from "../../src/data/entries"
import { giveUp, NoRoom, NotSaved, newId, refused, remove, save, sendAgain } from "../../src/data/outbox"
import type { Draft } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"

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

test("saving takes the half-written page with it, both or neither, so that it is not offered and saved a second time", async () => {
  await keepDraft("checkin", { average: 3 })
  const failing = vi.spyOn(IDBObjectStore.prototype, "add").mockImplementationOnce(() => {
    throw new DOMException("full", "QuotaExceededError")
  })
  await expect(save({ ...checkin(3), draft: "checkin" })).rejects.toBeInstanceOf(NoRoom)
  failing.mockRestore()
  expect([await draftKept("checkin"), await ops()]).toEqual([{ average: 3 }, []])
  await save({ ...checkin(3), draft: "checkin" })
  expect([await draftKept("checkin"), await ops()]).toMatchObject([undefined, [{ state: "waiting" }]])
})

test("a save that fails for any reason says so, and a database that did not open is tried again", async () => {
  await forget(PAT)
  const failing = vi.spyOn(indexedDB, "open").mockImplementationOnce(() => {
    throw new DOMException("gone wrong", "UnknownError")
  })
  void openFor(PAT).catch(() => undefined)
  const draft = checkin(3)
  await expect(save(draft)).rejects.toThrow(NotSaved)
  failing.mockRestore()
  await save(draft)
  expect(await ops()).toHaveLength(1)
})

test("what was saved is not called unsaved because the phone had no room for a mark of its own", async () => {
  localStorage.clear()
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError")
  })
  await save(checkin(3))
  full.mockRestore()
  expect([await ops(), waiting.value]).toMatchObject([[{ state: "waiting" }], 1])
})

test("a phone that fills up while a batch is taken throws once, and nothing is half on the wire", async () => {
  await save(checkin(3))
  await save(checkin(4))
  const put = IDBObjectStore.prototype.put
  let puts = 0
  const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...said) {
    const asked = put.apply(this, said)
    if (++puts === 2) this.transaction.abort() // as browsers do when the disk is full
    return asked
  })
  await expect(takeBatch(await database(), PATIENT)).rejects.toThrow()
  full.mockRestore()
  expect((await ops()).map(({ state }) => state)).toEqual(["waiting", "waiting"])
})
