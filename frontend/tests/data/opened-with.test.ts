import { beforeEach, expect, test } from "vitest"
import { entry } from "../../src/data/entries"
import { newId, save } from "../../src/data/outbox"
import { sync } from "../../src/data/sync"
import type { Draft, Entry, Person } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const draft = (average: number, id = newId()): Draft => ({
  id,
  patient_id: PATIENT,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "checkin", average },
})
const read = async (id: string) => (await entry(id)) as Entry
const bases = () => server.requests.flatMap(({ ops }) => ops.map(op => op.base_version))
let server: Server

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
})

test("an edit silently overrides another device's edit: one that came while the form was open is not built upon", async () => {
  const first = draft(3)
  await save(first)
  await sync(pat)
  const opened = await read(first.id)
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  await sync(pat)
  expect((await read(first.id)).version).toBe(2)

  await save({ ...draft(5, first.id), shown: opened })
  await sync(pat)
  expect(bases()).toEqual([0, 1])
  expect(server.entry(first.id)).toMatchObject({ version: 3, payload: { average: 5 } })
})

test("the form's own words, acknowledged while it was open, are no conflict", async () => {
  const first = draft(3)
  await save(first)
  const opened = await read(first.id)
  await sync(pat)
  expect((await read(first.id)).version).toBe(1)
  await save({ ...draft(5, first.id), shown: opened })
  await sync(pat)
  expect(bases()).toEqual([0, 1])
})

test("an undo right after a saved change builds on that change", async () => {
  const first = draft(3)
  await save(first)
  await sync(pat)
  const opened = await read(first.id)
  await save({ ...draft(5, first.id), shown: opened })
  await sync(pat)
  await save(opened)
  await sync(pat)
  expect(bases()).toEqual([0, 1, 2])
  expect(server.entry(first.id)).toMatchObject({ version: 3, payload: { average: 3 } })
})
