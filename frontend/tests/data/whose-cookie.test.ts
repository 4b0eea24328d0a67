import { beforeEach, expect, test } from "vitest"
import { rejected, waiting } from "../../src/data/changes"
import { database, openFor } from "../../src/data/db"
import { newest } from "../../src/data/entries"
import { newId, save } from "../../src/data/outbox"
import { reach, sync } from "../../src/data/sync"
import type { Person } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const mallory = { id: "0195c0de-0000-7000-8000-00000000000b", name: "Mallory" }
const checkin = () =>
  save({
    id: newId(),
    patient_id: PATIENT,
    occurred_at: "2026-11-22T20:15:00+01:00",
    payload: { kind: "checkin", average: 3 },
  })
let server: Server

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
})

test("sync never checks whose cookie it uses: with somebody else's, nothing is sent, refused or fetched", async () => {
  server.write(newId(), 0, { kind: "note", text: "not Pat's to hold under this cookie" })
  await checkin()
  server.signedIn = mallory
  await expect(sync(pat)).rejects.toThrow()
  expect(server.requests).toEqual([])
  expect([waiting.value, rejected.value, reach.value]).toEqual([1, 0, "signed-out"])
  expect(await newest(PATIENT, 10)).toHaveLength(1)

  server.signedIn = pat
  await sync(pat)
  expect([waiting.value, (await newest(PATIENT, 10)).length]).toEqual([0, 2])
})

test("a sync that was begun for one person ends in that person's database, whoever is on the page by then", async () => {
  await checkin()
  const sending = sync(pat)
  const others = await openFor(mallory.id)
  await sending
  expect(await database()).toBe(others)
  expect(await others.count("entries")).toBe(0)
  const pats = await openFor(PAT)
  expect([await pats.count("outbox"), await pats.count("entries")]).toEqual([0, 1])
})

test("a patient's own changes wait where the server no longer knows the diary; only a practice's are given back", async () => {
  await checkin()
  server.refuseWhole = () => 404
  await expect(sync(pat)).rejects.toThrow()
  expect([waiting.value, rejected.value, reach.value]).toEqual([1, 0, "trouble"])
})
