import { effect } from "@preact/signals-core"
import { beforeEach, expect, test, vi } from "vitest"
import { changes, lastExchange, recount, sending, waiting } from "../../src/data/changes"
import { database } from "../../src/data/db"
import { newest } from "../../src/data/entries"
import { newId, save } from "../../src/data/outbox"
import { sync, type UnderWay, underWay } from "../../src/data/sync"
import type { Person } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const note = (text: string) => ({
  id: newId(),
  patient_id: PATIENT,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "note" as const, text },
})
const history = (entries: number) => {
  for (let n = 0; n < entries; n++) server.write(newId(), 0, { kind: "note", text: `note ${n}` })
}
/** What the screens were shown of it. */
function watched(): UnderWay[] {
  const seen: UnderWay[] = []
  effect(() => {
    if (underWay.value) seen.push(underWay.value)
  })
  return seen
}
let server: Server

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
  server.page = 500
})

test("1,000 waiting entries leave in two requests of 500, and it is shown how far they are", async () => {
  for (let n = 0; n < 1000; n++) await save(note(`note ${n}`))
  const seen = watched()
  await sync(pat)
  expect(server.requests.map(({ ops }) => ops.length).filter(count => count > 0)).toEqual([500, 500])
  expect(seen.map(({ toSend, sent }) => [toSend, sent]).slice(0, 3)).toEqual([
    [1000, 0],
    [1000, 500],
    [1000, 1000],
  ])
  expect([waiting.value, sending.value, underWay.value]).toEqual([0, 0, null])
})

test("what is written while others leave is counted with them: it never says 500 of 500 while 500 more wait", async () => {
  for (let n = 0; n < 500; n++) await save(note(`note ${n}`))
  const seen = watched()
  server.spoil = async answer => {
    if (server.requests.length === 1) for (let n = 0; n < 20; n++) await save(note(`later ${n}`))
    return answer
  }
  await sync(pat)
  expect(seen.map(({ toSend, sent }) => `${sent} of ${toSend}`)).toEqual(["0 of 500", "500 of 520", "520 of 520"])
})

test("a first download shows its first page at once, tells how far it is, and does not count anew at each page", async () => {
  history(5000)
  const seen = watched()
  const before = changes.value
  let afterFirst = 0
  server.spoil = async answer => {
    if (server.requests.length === 2) afterFirst = (await newest(PATIENT, 1000)).length
    return answer
  }
  await sync(pat)
  expect(afterFirst).toBe(500)
  expect(seen.map(({ received }) => received)).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000])
  expect(seen.every(({ first }) => first)).toBe(true)
  expect(changes.value - before).toBeLessThan(5)
  expect(lastExchange.value).toBeGreaterThan(0)
})

test("one that was interrupted goes on from the page it had, and is still the first", async () => {
  history(2500)
  server.spoil = answer => {
    if (server.requests.length === 3) throw new TypeError("Failed to fetch")
    return answer
  }
  await expect(sync(pat)).rejects.toThrow()
  expect([await (await database()).count("entries"), lastExchange.value]).toEqual([1000, null])
  const seen = watched()
  await sync(pat)
  expect(server.requests.map(({ cursor }) => cursor)).toEqual([0, 500, 1000, 1000, 1500, 2000])
  expect(seen[0]?.first).toBe(true)
  expect(await (await database()).count("entries")).toBe(2500)
})

test("a page that cannot be kept whole is not kept at all, nor is the cursor moved past it", async () => {
  history(600)
  const real = IDBObjectStore.prototype.put
  let writes = 0
  const spy = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === "entries" && ++writes === 300) throw new DOMException("full", "QuotaExceededError")
    return real.apply(this, args)
  })
  await expect(sync(pat)).rejects.toThrow()
  spy.mockRestore()
  const db = await database()
  expect([await db.count("entries"), await db.get("positions", PATIENT)]).toEqual([0, undefined])
  await sync(pat)
  expect(await db.count("entries")).toBe(600)
})

test("later opens fetch what is new and no more; the time of the last exchange is still known at the next start", async () => {
  history(1200)
  await sync(pat)
  history(2)
  server.requests = []
  const seen = watched()
  await sync(pat)
  expect(server.requests.map(({ cursor }) => cursor)).toEqual([1200])
  expect(seen.map(({ received, first }) => [received, first])).toEqual([
    [0, false],
    [2, false],
  ])
  const told = lastExchange.value
  lastExchange.value = null
  await recount()
  expect(lastExchange.value).toBe(told)
})
