import { beforeEach, expect, test } from "vitest"
import { takeBatch } from "../../src/data/batch"
import { rejected, waiting } from "../../src/data/changes"
import { database } from "../../src/data/db"
import { entry } from "../../src/data/entries"
import { newId, refused, save } from "../../src/data/outbox"
import { sync } from "../../src/data/sync"
import type { Draft, Person } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const note = (text: string, patient_id = PATIENT): Draft => ({
  id: newId(),
  patient_id,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "note", text },
})
const says = (words: string) => (op: object) => JSON.stringify(op).includes(words)
let server: Server

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
})

for (const status of [400, 413, 422])
  test(`one bad op blocks the outbox for ever: with a ${status} for the batch, the others arrive and the bad one is shown`, async () => {
    server.refuseWhole = ops => (ops.some(says("unreadable")) ? status : undefined)
    const drafts = Array.from({ length: 9 }, (_, n) => note(n === 4 ? "unreadable" : `good ${n}`))
    for (const draft of drafts) await save(draft)
    await sync(pat)
    expect(drafts.map(({ id }) => server.versions(id))).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1])
    expect([waiting.value, rejected.value]).toEqual([0, 1])
    expect(await refused()).toMatchObject([{ entry: { payload: { text: "unreadable" } }, problem: { status } }])

    const [bad] = await refused()
    await save({ ...note("mended"), id: bad?.op.entry_id ?? "" })
    await sync(pat)
    expect([waiting.value, rejected.value]).toEqual([0, 0])
  })

test("a server in trouble refuses nothing: everything waits for another try", async () => {
  server.refuseWhole = () => 503
  await save(note("one"))
  await expect(sync(pat)).rejects.toThrow()
  expect([waiting.value, rejected.value]).toEqual([1, 0])
})

test("one patient's trouble does not stop the others' entries from leaving a practice's device", async () => {
  const clara: Person = { id: PAT, name: "Clara", role: "clinician", patient_id: null }
  const other = "0195c0de-0000-7000-8000-0000000000bb"
  server.refuseWhole = (_ops, patient) => (patient === other ? 503 : undefined)
  await save(note("for somebody else", other))
  const draft = note("for this one")
  await save(draft)
  await expect(sync(clara)).rejects.toThrow()
  expect(server.versions(draft.id)).toBe(1)
  expect([waiting.value, rejected.value]).toEqual([1, 0])
})

test("a batch is measured in the bytes that are sent, whatever the script", async () => {
  for (let n = 0; n < 60; n++) await save(note("ż漢😀".repeat(2000)))
  const bytes = async () => new TextEncoder().encode(JSON.stringify(await takeBatch(await database(), PATIENT))).length
  expect(await bytes()).toBeLessThan(2 ** 20)
  expect(await bytes()).toBeGreaterThan(0.9 * 2 ** 20)
})

test("half a character is mended when it is saved; whole ones stay", async () => {
  const draft = note("half \ud83d, whole 😀")
  await save(draft)
  expect(await entry(draft.id)).toMatchObject({ payload: { text: "half \ufffd, whole 😀" } })
})
