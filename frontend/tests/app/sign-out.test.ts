import { beforeEach, expect, test, vi } from "vitest"
import * as push from "../../src/app/push"
import { person, signOut, welcome } from "../../src/app/session"
import { rejected, waiting } from "../../src/data/changes"
import { database, openFor } from "../../src/data/db"
import { draft, keepDraft } from "../../src/data/drafts"
import { newest } from "../../src/data/entries"
import { newId, save } from "../../src/data/outbox"
import { sync } from "../../src/data/sync"
import { stopSync } from "../../src/data/triggers"
import type { Draft, Person } from "../../src/data/types"
import { Server } from "../data/server"
import { freshPhone, PAT, PATIENT } from "../setup"

vi.mock("../../src/app/push", () => ({
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
  await freshPhone()
  stopSync()
  vi.clearAllMocks()
  server = new Server(PATIENT)
  person.value = pat
})

test("offline sign-out changes nothing: the session is ended at the server first, then the reminders, then the phone", async () => {
  await save(note("mine"))
  server.online = false
  await expect(signOut()).rejects.toThrow()
  expect(push.unsubscribe).not.toHaveBeenCalled()
  expect([person.value, (await newest(PATIENT, 10)).length]).toEqual([pat, 1])

  server.online = true
  await signOut()
  expect(push.unsubscribe).toHaveBeenCalledOnce()
  expect(person.value).toBeNull()
})

test("a push service that fails does not keep a diary on the phone", async () => {
  vi.mocked(push.unsubscribe).mockRejectedValueOnce(new Error("no push service"))
  await save(note("sent"))
  await sync(pat)
  await signOut()
  expect(await (await openFor(PAT)).count("entries")).toBe(0)
})

test("everything else leaves at sign-out: only what was never sent stays, and the next sign-in brings the rest back", async () => {
  const [sent, unsent] = [note("sent"), note("never sent")]
  await save(sent)
  await sync(pat)
  await save(unsent)
  await keepDraft("note", "half a sentence")
  const db = await database()
  await db.put("documents", { data: "a plan", fetched_at: 0 }, "plan")
  await signOut()
  const left = await openFor(PAT)
  expect(await left.getAllKeys("entries")).toEqual([unsent.id])
  expect([await left.count("documents"), await left.count("positions"), await left.count("outbox")]).toEqual([0, 0, 1])
  expect(await draft("note")).toBe("half a sentence")

  await sync(pat)
  expect([waiting.value, rejected.value, (await newest(PATIENT, 10)).length]).toEqual([0, 0, 2])
  expect([server.versions(sent.id), server.versions(unsent.id)]).toEqual([1, 1])
})

test("the next person on a shared phone takes over its reminders at once, so that A's never reach B", async () => {
  vi.stubGlobal("Notification", { permission: "granted" })
  await welcome(mallory)
  await vi.waitFor(() => expect(push.allowedHere).toHaveBeenCalledOnce())
  stopSync()
})
