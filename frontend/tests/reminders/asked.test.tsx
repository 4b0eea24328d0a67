import { type ComponentType, render } from "preact"
import { ErrorBoundary, LocationProvider } from "preact-iso"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { noteOpened } from "../../src/app/opened"
import { person } from "../../src/app/session"
import { database } from "../../src/data/db"
import { report } from "../../src/data/reports"
import type { ReminderStatus } from "../../src/data/types"
import { Asked } from "../../src/reminders/Asked"
import { Tell } from "../../src/reminders/Tell"
import { freshPhone, PAT, PATIENT } from "../setup"

vi.mock("../../src/data/reports", async original => ({
  ...(await original<typeof import("../../src/data/reports")>()),
  report: vi.fn(async () => undefined),
}))

type Prompt = ReminderStatus["open_prompt"]
const prompt = (more: Partial<NonNullable<Prompt>>): Prompt => ({
  delivery_id: "d1",
  kind: "checkin",
  about: null,
  due_at: "2026-11-22T20:00:00Z",
  ...more,
})
let order: string[] = []

function server(open_prompt: Prompt, online = true): void {
  vi.stubGlobal("fetch", async ({ url }: Request) => {
    if (!online) throw new TypeError("Failed to fetch")
    if (!url.endsWith("/reminders/status")) return Response.json({ items: [] })
    order.push("status")
    return Response.json({ last_shown_at: null, trouble: null, device: null, open_prompt })
  })
}
const draw = (Page: ComponentType) =>
  render(
    <LocationProvider>
      <ErrorBoundary>
        <Page />
      </ErrorBoundary>
    </LocationProvider>,
    document.body,
  )
const where = () => location.pathname + location.search

beforeEach(async () => {
  await freshPhone()
  vi.clearAllMocks()
  order = []
  vi.mocked(report).mockImplementation(async one => void order.push(`${one.said} ${one.delivery}`))
  person.value = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
  history.replaceState(null, "", "/asked?delivery=d1")
})
afterEach(() => render(null, document.body))

test.each([
  [prompt({}), "/check-in"],
  [prompt({ kind: "soreness", about: "t1" }), "/soreness/t1"],
  [prompt({ kind: "exercise", about: "p1" }), "/exercise/p1"],
  [prompt({ kind: "exercise" }), "/exercise"],
  [prompt({ kind: "appointment", about: "a1" }), "/tell"],
  [prompt({ kind: "peg" }), "/peg"],
  [null, "/"],
])("a letter's link names what it asks: /asked finds the form by itself (%o)", async (open, address) => {
  server(open)
  draw(Asked)
  await vi.waitFor(() => expect(where()).toBe(address))
})

test("a letter's link opened a prompt before an appointment: the form is found before it is told as opened", async () => {
  server(prompt({ kind: "appointment" }))
  noteOpened()
  draw(Asked)
  await vi.waitFor(() => expect(order).toEqual(["status", "opened d1"]))
})

test("a letter's link without a connection leads to Today, and is told as opened later", async () => {
  server(null, false)
  draw(Asked)
  await vi.waitFor(() => expect(where()).toBe("/"))
  expect(order).toEqual(["opened d1"])
})

const nothing = () => [...document.querySelectorAll("a")].find(one => one.textContent?.trim() === "Nothing to tell")

test("'Nothing to tell' said nothing to the server, which went on asking", async () => {
  server(prompt({ kind: "appointment" }))
  draw(Tell)
  await vi.waitFor(() => {
    nothing()?.click()
    expect(order).toContain("opened d1")
  })
})

test("'Nothing to tell' is no answer to a prompt of another kind", async () => {
  server(prompt({ kind: "checkin" }))
  draw(Tell)
  await vi.waitFor(async () => expect(await (await database()).get("documents", "reminder status")).toBeTruthy())
  expect(nothing()).toBeTruthy()
  nothing()?.click()
  expect(report).not.toHaveBeenCalled()
})
