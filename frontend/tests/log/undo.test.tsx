import { render } from "preact"
import { LocationProvider, Route, Router } from "preact-iso"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { person } from "../../src/app/session"
import { waiting } from "../../src/data/changes"
import { keepInSync, stopSync } from "../../src/data/triggers"
import type { Person } from "../../src/data/types"
import { logOf } from "../../src/log/Log"
import { Toast } from "../../src/ui/Toast"
import { Server } from "../data/server"
import { freshPhone, PAT, PATIENT } from "../setup"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const Log = logOf("spasm")

beforeEach(freshPhone)
afterEach(() => {
  stopSync()
  render(null, document.body)
})

test("undo of a new entry triggers a sync: what was sent already is deleted at the server too", async () => {
  const server = new Server(PATIENT)
  person.value = pat
  keepInSync(pat)
  render(
    <LocationProvider>
      <Router>{[<Route key="log" default component={Log} />]}</Router>
      <Toast />
    </LocationProvider>,
    document.body,
  )
  await vi.waitFor(() => expect(document.querySelector("[data-n='6'] input")).toBeTruthy())
  document.querySelector<HTMLElement>("[data-n='6'] input")?.click()
  await vi.waitFor(() => expect(server.entries).toMatchObject([{ version: 1, payload: { peak: 6 } }]))
  await vi.waitFor(() => expect(waiting.value).toBe(0))

  document.querySelector<HTMLElement>(".toast button")?.click()
  await vi.waitFor(() => expect(server.entries).toMatchObject([{ version: 2, deleted_at: expect.any(String) }]))
})
