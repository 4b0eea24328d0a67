import { beforeEach, expect, test, vi } from "vitest"
import { person, resume, signOut, welcome } from "../../src/app/session"
import { holds, openFor } from "../../src/data/db"
import { keepDraft } from "../../src/data/drafts"
import { newest } from "../../src/data/entries"
import { hasLeft, leaving } from "../../src/data/leave"
import { newId, save } from "../../src/data/outbox"
import { sync } from "../../src/data/sync"
import { stopSync } from "../../src/data/triggers"
import type { Draft, Person } from "../../src/data/types"
import * as push from "../../src/reminders/push"
import { Server } from "../data/server"
import { freshLocks, freshPhone, PAT, PATIENT } from "../setup"

vi.mock("../../src/reminders/push", () => ({
  unsubscribe: vi.fn(async () => undefined),
  allowedHere: vi.fn(async () => "on"),
}))

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const mallory: Person = {
  id: "0195c0de-0000-7000-8000-00000000000b",
  name: "Mallory",
  role: "patient",
  patient_id: null,
}
const note = (text: string): Draft => ({
  id: newId(),
  patient_id: PATIENT,
  occurred_at: "2026-11-22T20:15:00+01:00",
  payload: { kind: "note", text },
})
let server: Server

beforeEach(async () => {
  localStorage.clear()
  await freshPhone()
  freshLocks()
  stopSync()
  vi.clearAllMocks()
  server = new Server(PATIENT)
  person.value = pat
})

test("signing out without a connection clears the phone at once, and the server hears of it later", async () => {
  await save(note("mine"))
  server.online = false
  await signOut()
  expect(push.unsubscribe).toHaveBeenCalledOnce()
  expect([person.value, localStorage.getItem("backstory.person")]).toEqual([null, null])
  expect(await (await openFor(PAT)).count("entries")).toBe(0)
  expect(server.ended).toBe(0)

  server.online = true
  await resume()
  expect(server.ended).toBe(1)
})

test("a push service that fails does not keep a diary on the phone", async () => {
  vi.mocked(push.unsubscribe).mockRejectedValueOnce(new Error("no push service"))
  await save(note("sent"))
  await sync(pat)
  await signOut()
  expect(await (await openFor(PAT)).count("entries")).toBe(0)
})

test("sign-out waits for the network: with one that swallows everything the phone is cleared all the same", async () => {
  await save(note("not for others"))
  localStorage.setItem("backstory.person", JSON.stringify(pat))
  const never = () => new Promise<never>(() => undefined)
  vi.mocked(push.unsubscribe).mockImplementationOnce(never)
  vi.stubGlobal("fetch", never)
  void signOut()
  expect(person.value).toBeNull()
  await vi.waitFor(() => expect(localStorage.getItem("backstory.person")).toBeNull())
  expect(await holds(PAT)).toBe(false)
  expect(hasLeft()).toBe(true)
})

test("a page that was killed on the way out: the next start clears the phone and ends the session", async () => {
  await save(note("not for others"))
  localStorage.setItem("backstory.person", JSON.stringify(pat))
  leaving()
  person.value = null
  await resume()
  expect(await holds(PAT)).toBe(false)
  expect([localStorage.getItem("backstory.person"), hasLeft(), server.ended]).toEqual([null, false, 1])
})

test("a sign-out cut short leaves the last person's prompts on: the next start stops them before it forgets", async () => {
  leaving()
  person.value = null
  vi.mocked(push.unsubscribe).mockImplementationOnce(async () => expect(hasLeft()).toBe(true))
  await resume()
  expect(push.unsubscribe).toHaveBeenCalledOnce()
  expect([hasLeft(), server.ended]).toEqual([false, 1])
  await resume()
  expect(push.unsubscribe).toHaveBeenCalledOnce()
})

test("whoever signs out after being asked leaves nothing behind, and the next sign-in brings what the server has", async () => {
  const [sent, unsent] = [note("sent"), note("never sent")]
  await save(sent)
  await sync(pat)
  await save(unsent)
  await keepDraft("note", "half a sentence")
  await signOut()
  const left = await openFor(PAT)
  const stores = [...left.objectStoreNames]
  expect(await Promise.all(stores.map(store => left.count(store)))).toEqual(stores.map(() => 0))

  await sync(pat)
  expect((await newest(PATIENT, 10)).map(({ id }) => id)).toEqual([sent.id])
})

test("the next person on a shared phone takes over its reminders at once, so that A's never reach B", async () => {
  vi.stubGlobal("Notification", { permission: "granted" })
  await welcome(mallory)
  await vi.waitFor(() => expect(push.allowedHere).toHaveBeenCalledOnce())
  stopSync()
})
