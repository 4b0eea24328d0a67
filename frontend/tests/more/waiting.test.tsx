import { render } from "preact"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { person } from "../../src/app/session"
import Caseload from "../../src/caseload/Caseload"
import { database } from "../../src/data/db"
import { entry as readEntry } from "../../src/data/entries"
import { newId, save } from "../../src/data/outbox"
import { sync } from "../../src/data/sync"
import type { Person } from "../../src/data/types"
import { unsent } from "../../src/data/unsent"
import { allAsText } from "../../src/more/change-words"
import Waiting from "../../src/more/Waiting"
import { Toast } from "../../src/ui/Toast"
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

const button = (words: string) =>
  [...document.querySelectorAll("button")].find(one => one.textContent?.trim() === words)

async function clash(on: Person): Promise<string> {
  person.value = on
  const entry_id = newId()
  const at = "2026-11-22T10:00:00Z"
  const clash = { entry_id, patient_id: PATIENT, at, why: "mine came later" as const, from: 2, unseen: [], asked: true }
  await (await database()).put("overridden", clash)
  return entry_id
}

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

test.each([
  ["practice's conflict", clara, (id: string) => `/patients/${PATIENT}/entries/${id}`],
  ["conflict of an entry that is not here", pat, (id: string) => `/entry/${id}`],
])("a %s is a dead end: it leads to the entry and can be left as it is", async (_, who, address) => {
  const id = await clash(who)
  render(<Waiting />, document.body)
  await vi.waitFor(() => expect(link("Look at it")?.getAttribute("href")).toBe(address(id)))
  button("Keep it as it is")?.click()
  await vi.waitFor(() => expect(document.body.textContent).toContain("nothing needs a look"))
})

test("undo of giving up invents a conflict: it is based on what the practice had seen", async () => {
  person.value = clara
  const server = new Server(PATIENT)
  const id = newId()
  server.write(id, 0, { kind: "note", text: "left tight" })
  server.refuse = () => true
  const payload = { kind: "note" as const, text: "left tighter" }
  await save({ id, patient_id: PATIENT, version: 1, occurred_at: "2026-11-22T10:00:00+01:00", payload })
  await sync(clara)
  render([<Waiting key="waiting" />, <Toast key="toast" />], document.body)
  await vi.waitFor(() => expect(button("Give it up")).toBeTruthy())
  button("Give it up")?.click()
  await vi.waitFor(async () => expect(await readEntry(id)).toBeUndefined())
  await vi.waitFor(() => expect(button("Undo")).toBeTruthy())
  button("Undo")?.click()
  await vi.waitFor(async () => expect((await unsent()).changes).toMatchObject([{ op: { base_version: 1 } }]))
})

test("'Save as text' leaves out half-written words", () => {
  const drafts = [{ name: "note", value: { day: "2026-11-22", value: "half a sentence" } }]
  expect(allAsText({ changes: [], drafts })).toMatch(/^A half-written note\n(.|\n)*half a sentence/)
})
