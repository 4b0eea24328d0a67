import { render } from "preact"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { person } from "../../src/app/session"
import Caseload from "../../src/caseload/Caseload"
import { newId, save } from "../../src/data/outbox"
import { sync } from "../../src/data/sync"
import type { Person } from "../../src/data/types"
import Waiting from "../../src/more/Waiting"
import { Server } from "../data/server"
import { freshPhone, PAT, PATIENT } from "../setup"

const clara: Person = { id: PAT, name: "Clara", role: "clinician", patient_id: null }
const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }

async function refusedNote(by: Person): Promise<string> {
  person.value = by
  const server = new Server(PATIENT)
  server.refuse = () => true
  const payload = { kind: "note" as const, text: "left tighter" }
  const id = newId()
  await save({ id, patient_id: PATIENT, occurred_at: "2026-11-22T10:00:00+01:00", payload })
  await sync(by)
  return id
}
const link = (words: string) => [...document.querySelectorAll("a")].find(one => one.textContent?.trim() === words)

beforeEach(freshPhone)
afterEach(() => render(null, document.body))

test("a clinician's refused op is hidden: the caseload says that one needs a look", async () => {
  await refusedNote(clara)
  render(<Caseload />, document.body)
  await vi.waitFor(() => expect(link("1 needs a look")?.getAttribute("href")).toBe("/more/waiting"))
})

test("what was refused is changed where its author's entries are", async () => {
  const hers = await refusedNote(clara)
  render(<Waiting />, document.body)
  await vi.waitFor(() =>
    expect(link("Change it")?.getAttribute("href")).toBe(`/patients/${PATIENT}/entries/${hers}/edit`),
  )
  render(null, document.body)
  await freshPhone()
  const his = await refusedNote(pat)
  render(<Waiting />, document.body)
  await vi.waitFor(() => expect(link("Change it")?.getAttribute("href")).toBe(`/entry/${his}/edit`))
})
