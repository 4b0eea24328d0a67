import { beforeEach, expect, test, vi } from "vitest"
import { takeBatch } from "../../src/data/batch"
import { rejected, waiting } from "../../src/data/changes"
import { database } from "../../src/data/db"
import { newest } from "../../src/data/entries"
import { newId, refused, remove, save, sendAgain } from "../../src/data/outbox"
import { overridden } from "../../src/data/overridden"
import * as settlement from "../../src/data/settlement"
import { sync } from "../../src/data/sync"
import type { Draft, Person } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const clara: Person = { id: PAT, name: "Clara", role: "clinician", patient_id: null }
const session = (notes: string, id = newId()): Draft => ({
  id,
  patient_id: PATIENT,
  occurred_at: "2026-11-22T10:00:00+01:00",
  payload: { kind: "treatment", areas: [], notes, plan: "" },
})
let server: Server

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
})

test("a session written offline reaches its patient once and then leaves the device", async () => {
  server.online = false
  const draft = session("left tighter")
  await save(draft)
  await expect(sync(clara)).rejects.toThrow()
  expect(await newest(PATIENT, 10)).toHaveLength(1)
  server.online = true
  await sync(clara)
  await sync(clara)
  expect(server.versions(draft.id)).toBe(1)
  expect([waiting.value, await newest(PATIENT, 10)]).toEqual([0, []])
})

test("no history of the patient is fetched or kept", async () => {
  for (let n = 0; n < 5; n++) server.write(newId(), 0, { kind: "checkin", average: n })
  await save(session("one"))
  await sync(clara)
  await save(session("two"))
  await sync(clara)
  expect(server.requests.at(-1)).toMatchObject({ epoch: server.epoch, cursor: Number.MAX_SAFE_INTEGER })
  expect(await (await database()).count("entries")).toBe(0)
})

test("each patient's entries go to that patient, and one who no longer shares does not hold up the others", async () => {
  const other = "0195c0de-0000-7000-8000-0000000000bb"
  await save({ ...session("for somebody else"), patient_id: other })
  const draft = session("for this one")
  await save(draft)
  await sync(clara)
  expect(server.versions(draft.id)).toBe(1)
  expect([waiting.value, rejected.value]).toEqual([0, 1])
  expect((await refused())[0]).toMatchObject({ op: { patient_id: other }, problem: { status: 404 } })
})

test("an edit of what this device does not hold builds on the version that was read", async () => {
  const draft = session("first words")
  await save(draft)
  await sync(clara)
  await save({ ...draft, version: 1, payload: { kind: "treatment", areas: [], notes: "better words", plan: "" } })
  await sync(clara)
  expect(server.requests.at(-1)?.ops[0]).toMatchObject({ base_version: 1 })
  expect(server.entry(draft.id)).toMatchObject({ version: 2, payload: { notes: "better words" } })
})

test("undo after it was sent deletes it at the server; before, nobody ever hears of it", async () => {
  const sent = session("sent")
  await save(sent)
  await sync(clara)
  await remove({ ...sent, version: 1 })
  await sync(clara)
  expect(server.entry(sent.id)).toHaveProperty("deleted_at")
  const never = session("never")
  await save(never)
  await remove({ ...never, version: 1 })
  await sync(clara)
  expect([server.entry(never.id), waiting.value]).toEqual([undefined, 0])
})

test("a practice's deletion of what is not there any more is done", async () => {
  await remove({ ...session("gone"), version: 1 })
  await sync(clara)
  expect([waiting.value, rejected.value, await (await database()).count("entries")]).toEqual([0, 0, 0])
})

test("what the server refuses stays on the device", async () => {
  server.refuse = () => true
  await save(session("in the future"))
  await sync(clara)
  expect([rejected.value, (await newest(PATIENT, 10)).length]).toEqual([1, 1])
})

test("a deletion sent again after both changes of a session were refused does not loop", async () => {
  const draft = session("first words")
  await save(draft)
  await takeBatch(await database(), PATIENT)
  await remove({ ...draft, version: 1 })
  server.refuseWhole = () => 404
  await sync(clara)
  expect(rejected.value).toBe(2)
  server.refuseWhole = () => undefined
  const deletion = (await refused()).find(({ op }) => op.content === "delete")
  await sendAgain(deletion?.op.op_id ?? "")
  await sync(clara)
  expect([waiting.value, rejected.value, server.requests.length]).toEqual([0, 1, 2])
})

test("an answer that moves nothing is not asked for again at once", async () => {
  await save(session("one"))
  const [op] = await (await database()).getAll("outbox")
  const settled = vi.spyOn(settlement, "settleResults").mockResolvedValue(true)
  await expect(sync(clara)).rejects.toThrow()
  settled.mockRestore()
  expect([op?.state, waiting.value, server.requests.length]).toEqual(["waiting", 1, 2])
})

test("a session that overrode a colleague's is told, without keeping the colleague's words on the device", async () => {
  const draft = session("first words")
  await save(draft)
  await sync(clara)
  server.write(draft.id, 1, { kind: "treatment", areas: [], notes: "a colleague's", plan: "" })
  await save({ ...draft, version: 1, payload: { kind: "treatment", areas: [], notes: "better words", plan: "" } })
  await sync(clara)
  expect(await overridden()).toMatchObject([{ entry_id: draft.id, why: "mine came later", unseen: [] }])
})
