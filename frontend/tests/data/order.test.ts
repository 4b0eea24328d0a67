import { openDB } from "idb"
import { beforeEach, expect, test } from "vitest"
import { takeBatch } from "../../src/data/batch"
import { waiting } from "../../src/data/changes"
import { database, forget, openFor } from "../../src/data/db"
import { newId, save } from "../../src/data/outbox"
import { sync } from "../../src/data/sync"
import type { Draft, Person } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const OF_TOMORROW = "ffffffff-0000-7000-8000-000000000000"
const checkin = (average: number, id = newId()): Draft => ({
  id,
  patient_id: PATIENT,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "checkin", average },
})
const averages = async () =>
  (await (await database()).getAll("outbox")).map(({ content }) => content !== "delete" && content.payload)
let server: Server

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
})

test("order of ops is by uuidv7: with the clock set back between page loads, the newer change is still sent last", async () => {
  const draft = checkin(3)
  await save(draft)
  const db = await database()
  await takeBatch(db, PATIENT) // on its way when the page was closed
  const [op] = await db.getAll("outbox")
  if (!op) throw new Error("nothing waits")
  await db.put("outbox", { ...op, op_id: OF_TOMORROW })
  await save({ ...draft, payload: { kind: "checkin", average: 8 } })
  expect(await averages()).toMatchObject([{ average: 3 }, { average: 8 }])
  await sync(pat)
  expect(server.entry(draft.id)).toMatchObject({ version: 2, payload: { average: 8 } })
  expect(server.requests.flatMap(({ ops }) => ops.map(op => op.base_version))).toEqual([0, 1])
  expect(waiting.value).toBe(0)
})

test("a phone that was last used before changes were counted loses none of them", async () => {
  await forget(PAT)
  const old = await openDB(`backstory-${PAT}`, 1, {
    upgrade(db) {
      db.createObjectStore("entries", { keyPath: "id" }).createIndex("occurred", ["patient_id", "occurred_ms"])
      db.createObjectStore("outbox", { keyPath: "op_id" }).createIndex("entry", "entry_id")
      for (const name of ["positions", "documents", "drafts"]) db.createObjectStore(name)
    },
  })
  const { id, occurred_at } = checkin(0)
  const kept = (op_id: string, state: string, average: number, entry_id = id) => ({
    op_id,
    patient_id: PATIENT,
    entry_id,
    base_version: 0,
    captured_at: occurred_at,
    state,
    content: { occurred_at, ended_at: null, payload: { kind: "checkin", average } },
    before: null,
  })
  await old.put("entries", { ...checkin(8, id), captured_at: occurred_at, version: 0, revision: 0, occurred_ms: 1 })
  await old.put("outbox", kept(OF_TOMORROW, "sent", 3))
  await old.put("outbox", kept("0195c0de-0000-7000-8000-000000000001", "waiting", 8))
  await old.put("outbox", kept("0195c0de-0000-7000-8000-000000000002", "rejected", 5, newId()))
  await old.put("drafts", "half a sentence", "note")
  old.close()

  const db = await openFor(PAT)
  expect(await averages()).toMatchObject([{ average: 3 }, { average: 8 }, { average: 5 }])
  expect(await db.get("drafts", "note")).toBe("half a sentence")
  await sync(pat)
  expect(server.entry(id)).toMatchObject({ version: 2, payload: { average: 8 } })
  expect(await db.count("outbox")).toBe(1)
})
