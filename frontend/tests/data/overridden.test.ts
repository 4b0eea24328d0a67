import { beforeEach, expect, test, vi } from "vitest"
import { overriddenCount } from "../../src/data/changes"
import { database } from "../../src/data/db"
import { entry } from "../../src/data/entries"
import { newId, remove, save } from "../../src/data/outbox"
import { bringBack, itIsFine, overridden } from "../../src/data/overridden"
import { sync } from "../../src/data/sync"
import type { Draft, Person } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { json, Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const draft = (average: number, id = newId()): Draft => ({
  id,
  patient_id: PATIENT,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "checkin", average },
})
const seen = async () =>
  (await overridden()).map(({ why, unseen }) => [
    why,
    ...unseen.map(({ payload }) => payload && "average" in payload && payload.average),
  ])
let server: Server
let first: Draft

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
  first = draft(3)
  await save(first)
  await sync(pat)
})

test("my edit that came later than another device's waits for my word, with what it overrode", async () => {
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  await save(draft(5, first.id))
  await sync(pat)
  expect(await seen()).toEqual([["mine came later", 9]])
  expect(overriddenCount.value).toBe(1)

  await itIsFine(first.id)
  expect([await overridden(), overriddenCount.value]).toEqual([[], 0])
  await sync(pat)
  expect(await overridden()).toEqual([])
})

test("my version that a later arrival had not seen is told, and comes back with one tap", async () => {
  await save(draft(5, first.id))
  await sync(pat)
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  await sync(pat)
  expect(await seen()).toEqual([["theirs came later", 5]])
  const [one] = await overridden()
  if (!one?.unseen[0]) throw new Error("nothing to bring back")

  await bringBack(first.id, one.unseen[0])
  await sync(pat)
  expect(server.entry(first.id)).toMatchObject({ version: 4, payload: { average: 5 } })
  expect([await overridden(), (await entry(first.id))?.version]).toEqual([[], 4])
})

test("an edit of mine that another device had seen is none", async () => {
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  await sync(pat)
  expect([await overridden(), overriddenCount.value]).toEqual([[], 0])
})

test("one edit after another on one phone is none, and neither is an answer that was lost", async () => {
  server.loseNextAnswer = true
  await save(draft(4, first.id))
  await sync(pat).catch(() => undefined)
  await save(draft(5, first.id))
  await sync(pat)
  await save(draft(6, first.id))
  await sync(pat)
  expect([server.versions(first.id), await overridden()]).toEqual([4, []])
})

test("it is told when the history could not be asked for at once", async () => {
  await save(draft(5, first.id))
  await sync(pat)
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  server.historyAway = true
  await sync(pat)
  expect([await overridden(), overriddenCount.value]).toEqual([[], 0])
  server.historyAway = false
  await sync(pat)
  expect([await seen(), overriddenCount.value]).toEqual([[["theirs came later", 5]], 1])
})

test("a conflict whose answer was lost is told all the same, once", async () => {
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  await save(draft(5, first.id))
  server.loseNextAnswer = true
  await sync(pat).catch(() => undefined)
  await sync(pat)
  expect([await seen(), overriddenCount.value]).toEqual([[["mine came later", 9]], 1])
  await itIsFine(first.id)
  await sync(pat)
  expect(await overridden()).toEqual([])
})

test("a note is not thrown away because another person's cookie sees no such history", async () => {
  await save(draft(5, first.id))
  await sync(pat)
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  const alone = server.answer.bind(server)
  vi.spyOn(server, "answer").mockImplementation(async request => {
    const said = await alone(request)
    if (request.url.endsWith("/sync")) server.signedIn = { id: "0195c0de-0000-7000-8000-00000000000b", name: "Mallory" }
    return said
  })
  await sync(pat)
  expect(await (await database()).count("overridden")).toBe(1)
  vi.mocked(server.answer).mockRestore()
  server.signedIn = { id: PAT, name: "Pat" }
  await sync(pat)
  expect(await seen()).toEqual([["theirs came later", 5]])
})

test("a note outlives a history that is not there for now", async () => {
  await save(draft(5, first.id))
  await sync(pat)
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  server.historyGone = true
  await sync(pat)
  server.historyGone = false
  await sync(pat)
  expect(await seen()).toEqual([["theirs came later", 5]])
})

test("my edit that another device overrode before I heard of its arrival is told, whoever made the entry", async () => {
  const theirs = newId()
  server.write(theirs, 0, { kind: "checkin", average: 1 })
  await sync(pat)
  await save(draft(5, theirs))
  server.loseNextAnswer = true
  await sync(pat).catch(() => undefined)
  server.write(theirs, 1, { kind: "checkin", average: 9 })
  server.spoil = async answer => json({ ...(await answer.json()), results: [] })
  await sync(pat).catch(() => undefined)
  server.spoil = answer => answer
  await sync(pat)
  expect(await seen()).toEqual([["theirs came later", 5]])
})

test("what waits for a look stays counted when a later clash of it cannot be looked up", async () => {
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  await save(draft(5, first.id))
  await sync(pat)
  server.write(first.id, 2, { kind: "checkin", average: 8 })
  server.historyAway = true
  await sync(pat)
  expect(overriddenCount.value).toBe(1)
})

test("deleted here and deleted there is no conflict", async () => {
  server.delete(first.id, 1)
  await remove(first)
  await sync(pat)
  expect([await overridden(), overriddenCount.value]).toEqual([[], 0])
})

test("a deletion that was overridden can come back too", async () => {
  await remove(first)
  await sync(pat)
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  await sync(pat)
  const [one] = await overridden()
  if (!one?.unseen[0]) throw new Error("nothing to bring back")
  expect(one.unseen[0].deleted).toBe(true)
  await bringBack(first.id, one.unseen[0])
  await sync(pat)
  expect(server.entry(first.id)).toHaveProperty("deleted_at")
})

test("a second clash before the first is looked at keeps both versions at hand", async () => {
  server.write(first.id, 1, { kind: "checkin", average: 9 })
  await save(draft(5, first.id))
  await sync(pat)
  server.write(first.id, 2, { kind: "checkin", average: 8 })
  await sync(pat)
  expect(await seen()).toEqual([["theirs came later", 9, 5]])
})
