import { render } from "preact"
import { LocationProvider, Route, Router } from "preact-iso"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { person } from "../../src/app/session"
import { database } from "../../src/data/db"
import { newId } from "../../src/data/outbox"
import { overridden } from "../../src/data/overridden"
import { keepInSync, stopSync } from "../../src/data/triggers"
import type { Person } from "../../src/data/types"
import { PracticeEntry } from "../../src/patient/PracticeEntry"
import { Toast } from "../../src/ui/Toast"
import { json, Server } from "../data/server"
import { freshPhone, PAT, PATIENT } from "../setup"

const clara: Person = { id: PAT, name: "Clara", role: "clinician", patient_id: null }
const recorded_by = { id: PAT, name: "Clara", role: "clinician" as const }
const id = newId()
let server: Server

const button = (words: string) =>
  [...document.querySelectorAll("button")].find(one => one.textContent?.trim() === words)
async function tap(words: string) {
  await vi.waitFor(() => expect(button(words)).toBeTruthy())
  button(words)?.click()
}
const sent = () => vi.waitFor(async () => expect(await (await database()).count("outbox")).toBe(0))

beforeEach(async () => {
  await freshPhone()
  server = new Server(PATIENT)
  for (const base_version of [0, 1]) {
    const op = {
      op_id: newId(),
      entry_id: id,
      base_version,
      payload: { kind: "note" as const, text: `n ${base_version}` },
    }
    server.take({ ...op, occurred_at: "2026-11-20T20:00:00Z", captured_at: "2026-11-20T20:00:00Z" }, recorded_by)
  }
  vi.stubGlobal("fetch", async (request: Request) =>
    request.url.endsWith(`/entries/${id}`) ? json(server.entry(id)) : server.answer(request),
  )
  person.value = clara
  keepInSync(clara)
  history.replaceState(null, "", `/patients/${PATIENT}/entries/${id}`)
  const routes = [
    <Route key="entry" path="/patients/:id/entries/:entryId" component={PracticeEntry} />,
    <Route key="else" default component={() => null} />,
  ]
  render(
    <LocationProvider>
      <Router>{routes}</Router>
      <Toast />
    </LocationProvider>,
    document.body,
  )
})
afterEach(() => {
  stopSync()
  render(null, document.body)
})

test("undo of a practice's deletion that was sent does nothing: the entry is back, and nothing is in conflict", async () => {
  await tap("Delete")
  await vi.waitFor(() => expect(server.entry(id)).toMatchObject({ version: 3, deleted_at: expect.any(String) }))
  await sent()
  await tap("Undo")
  await vi.waitFor(() => expect(server.entry(id)).toMatchObject({ version: 4, payload: { text: "n 1" } }))
  await sent()
  expect(await overridden()).toEqual([])
})

test("undo of a practice's 'bring back' invents a conflict", async () => {
  await tap("What it was before")
  await tap("Bring this one back")
  await vi.waitFor(() => expect(server.entry(id)).toMatchObject({ version: 3, payload: { text: "n 0" } }))
  await sent()
  await tap("Undo")
  await vi.waitFor(() => expect(server.entry(id)).toMatchObject({ version: 4, payload: { text: "n 1" } }))
  await sent()
  expect(await overridden()).toEqual([])
})
