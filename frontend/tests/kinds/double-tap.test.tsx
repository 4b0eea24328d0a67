import { type ComponentType, render } from "preact"
import { LocationProvider, Route, Router } from "preact-iso"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { newest } from "../../src/data/entries"
import type { Payload } from "../../src/data/types"
import CheckinForm from "../../src/kinds/checkin/Form"
import ExerciseForm from "../../src/kinds/exercise/Form"
import NoteForm from "../../src/kinds/note/Form"
import SorenessForm from "../../src/kinds/soreness/Form"
import SpasmForm from "../../src/kinds/spasm/Form"
import { AppointmentForm } from "../../src/patient/AppointmentForm"
import { NoteForm as PracticeNoteForm } from "../../src/patient/NoteForm"
import { freshPhone, PATIENT } from "../setup"

type AnyForm = ComponentType<{ patientId: string; saved: () => void }>
const saved = vi.fn()

beforeEach(async () => {
  await freshPhone()
  saved.mockClear()
})
afterEach(() => render(null, document.body))

async function show(Form: AnyForm) {
  const Screen = () => <Form patientId={PATIENT} saved={saved} />
  render(
    <LocationProvider>
      <Router>{[<Route key="form" default component={Screen} />]}</Router>
    </LocationProvider>,
    document.body,
  )
  await vi.waitFor(() => expect(document.querySelector("fieldset, textarea")).toBeTruthy())
}
const tap = (selector: string) => document.querySelector<HTMLElement>(selector)?.click()
function write(selector: string, text: string) {
  const field = document.querySelector<HTMLInputElement>(selector)
  if (!field) throw new Error(`no ${selector}`)
  field.value = text
  field.dispatchEvent(new InputEvent("input", { bubbles: true }))
}
async function saveTwice() {
  await vi.waitFor(() => expect(document.querySelector<HTMLButtonElement>("[type=submit]")?.disabled).toBe(false))
  const form = document.querySelector("form")
  for (const _ of [1, 2]) form?.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }))
  await vi.waitFor(() => expect(saved).toHaveBeenCalledTimes(2))
}

const FORMS: [string, AnyForm, () => void, Partial<Payload>][] = [
  ["check-in", CheckinForm as AnyForm, () => tap("[data-n='0'] input"), { kind: "checkin", average: 0 }],
  ["soreness", SorenessForm as AnyForm, () => tap("[data-n='4'] input"), { kind: "soreness", score: 4 }],
  ["exercise", ExerciseForm as AnyForm, () => write("input", "walk"), { kind: "exercise", name: "walk" }],
  ["note", NoteForm as AnyForm, () => write("textarea", "slept badly"), { kind: "note", text: "slept badly" }],
  [
    "practice's note",
    PracticeNoteForm as AnyForm,
    () => {
      write("textarea", "left tighter")
      tap("fieldset input")
    },
    { kind: "note", text: "left tighter" },
  ],
]

for (const [name, Form, fill, payload] of FORMS)
  test(`double tap makes two entries: a ${name} that is saved twice is one`, async () => {
    await show(Form)
    fill()
    await saveTwice()
    expect((await newest(PATIENT, 10)).map(entry => entry.payload)).toMatchObject([payload])
  })

test("a tap on 6 and then on 7 of the spasm scale is one spasm of 7", async () => {
  await show(SpasmForm as AnyForm)
  tap("[data-n='6'] input")
  tap("[data-n='7'] input")
  await vi.waitFor(() => expect(saved).toHaveBeenCalledTimes(2))
  expect((await newest(PATIENT, 10)).map(entry => entry.payload)).toEqual([{ kind: "spasm", peak: 7 }])
})

test("an appointment that is sent twice is one appointment", async () => {
  const asked: string[] = []
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`)
    return new Response("{}", { headers: { "content-type": "application/json" } })
  })
  await show((({ patientId }) => <AppointmentForm patientId={patientId} made={saved} />) as AnyForm)
  write("input[type=datetime-local]", "2026-12-01T10:00")
  await saveTwice()
  expect(asked).toHaveLength(2)
  expect(new Set(asked).size).toBe(1)
})
