import { openDB } from "idb"
import { beforeEach, expect, test, vi } from "vitest"
import { rejected, waiting } from "../../src/data/changes"
import { database, forget, onTakenAway, openFor } from "../../src/data/db"
import { entry } from "../../src/data/entries"
import { NoRoom, newId, save } from "../../src/data/outbox"
import { reach, sync } from "../../src/data/sync"
import type { Draft, Person } from "../../src/data/types"
import { sendOutbox } from "../../src/sw/outbox"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const mallory = { id: "0195c0de-0000-7000-8000-00000000000b", name: "Mallory" }
const note = (text: string, id = newId()): Draft => ({
  id,
  patient_id: PATIENT,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "note", text },
})
const name = `backstory-${PAT}`
let server: Server

beforeEach(async () => {
  localStorage.clear()
  await freshPhone()
  server = new Server(PATIENT)
})

test("the browser is asked once to keep the diary: after the first entry, not at first load", async () => {
  const persist = vi.fn(async () => true)
  Object.defineProperty(navigator, "storage", { value: { persist }, configurable: true })
  await sync(pat)
  expect(persist).not.toHaveBeenCalled()
  await save(note("one"))
  await save(note("two"))
  expect(persist).toHaveBeenCalledOnce()
})

for (const store of ["entries", "outbox"])
  test(`a phone without room for the ${store} says so in words, and nothing is half saved`, async () => {
    const draft = note("first words")
    await save(draft)
    const full = (write: "put" | "add") => {
      const real = IDBObjectStore.prototype[write]
      return vi.spyOn(IDBObjectStore.prototype, write).mockImplementation(function (this: IDBObjectStore, ...args) {
        if (this.name === store) throw new DOMException("full", "QuotaExceededError")
        return real.apply(this, args)
      })
    }
    const spies = [full("put"), full("add")]
    await expect(save({ ...note("better words", draft.id) })).rejects.toThrow(NoRoom)
    await expect(save(note("more words"))).rejects.toThrow(/phone is full/)
    for (const spy of spies) spy.mockRestore()
    expect([await entry(draft.id), waiting.value]).toMatchObject([{ payload: { text: "first words" } }, 1])
    expect(await (await database()).count("outbox")).toBe(1)
    await save(note("better words", draft.id))
    expect(await entry(draft.id)).toMatchObject({ payload: { text: "better words" } })
  })

test("a phone that fills up during an exchange keeps all it had, and goes on when there is room", async () => {
  const draft = note("one")
  await save(draft)
  const real = IDBObjectStore.prototype.put
  const spy = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === "positions") throw new DOMException("full", "QuotaExceededError")
    return real.apply(this, args)
  })
  await expect(sync(pat)).rejects.toThrow()
  expect([waiting.value, reach.value]).toEqual([1, "trouble"])
  spy.mockRestore()
  await sync(pat)
  expect([waiting.value, server.versions(draft.id)]).toEqual([0, 1])
})

test("an old tab lets go when a newer app opens the diary, with all that waits in it", async () => {
  const taken = vi.fn()
  onTakenAway(taken)
  await save(note("from the old tab"))
  const newer = await openDB(name, 4)
  expect(taken).toHaveBeenCalledOnce()
  expect(await newer.count("outbox")).toBe(1)
  newer.close()
  await forgetWith(4)
})

test("a tab that does not let go holds the upgrade up, and nothing is lost by it", async () => {
  await forget(PAT)
  const old = await openDB(name, 2, {
    upgrade(db) {
      db.createObjectStore("entries", { keyPath: "id" }).createIndex("occurred", ["patient_id", "occurred_ms"])
      const outbox = db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true })
      outbox.createIndex("entry", "entry_id")
      outbox.createIndex("op", "op_id", { unique: true })
      for (const one of ["positions", "documents", "drafts"]) db.createObjectStore(one)
    },
  })
  let open = false
  const opening = openFor(PAT).then(() => {
    open = true
  })
  const { id: entry_id, occurred_at, payload } = note("written in the old tab meanwhile")
  await new Promise(done => setTimeout(done, 20))
  expect(open).toBe(false)
  const op = { op_id: newId(), patient_id: PATIENT, entry_id, base_version: 0, captured_at: occurred_at }
  await old.put("outbox", { ...op, state: "waiting", content: { occurred_at, ended_at: null, payload }, before: null })
  old.close()
  await opening
  await sync(pat)
  expect([server.versions(entry_id), waiting.value]).toEqual([1, 0])
})

test("somebody else who signs in during a sync sends nothing of this person's, and gets nothing", async () => {
  for (let n = 0; n < 8; n++) server.write(newId(), 0, { kind: "note", text: `note ${n}` })
  await save(note("one"))
  server.spoil = answer => {
    server.signedIn = mallory
    return answer
  }
  await expect(sync(pat)).rejects.toThrow()
  expect([server.requests.length, reach.value]).toEqual([1, "signed-out"])
  server.signedIn = pat
  server.spoil = answer => answer
  await sync(pat)
  expect([server.entries.length, waiting.value]).toEqual([9, 0])
})

test("the worker sends for whoever the cookie says, and stops when that changes", async () => {
  for (let n = 0; n < 500; n++) await save(note(`note ${n}`))
  await save(note("the last"))
  server.spoil = answer => {
    server.signedIn = mallory
    return answer
  }
  await expect(sendOutbox()).rejects.toThrow()
  expect(server.requests.length).toBe(1)
  expect([waiting.value, rejected.value]).toEqual([1, 0])
})

test("the worker fetches no diary for somebody whose phone was wiped", async () => {
  await forget(PAT)
  await sendOutbox()
  expect(server.requests).toEqual([])
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(name)
})

async function forgetWith(version: number): Promise<void> {
  const db = await openDB(name, version)
  db.close()
  await forget(PAT)
}
