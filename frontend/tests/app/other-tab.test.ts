import { beforeEach, expect, test, vi } from "vitest"
import { person } from "../../src/app/session"
import { PAT, PATIENT } from "../setup"

const pat = { id: PAT, name: "Pat", role: "patient" as const, patient_id: PATIENT }
const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined)
const otherTabRemembers = (who: object | null) =>
  dispatchEvent(new StorageEvent("storage", { key: "backstory.person", newValue: who && JSON.stringify(who) }))

beforeEach(() => {
  person.value = pat
  reload.mockClear()
})

test("a page reloads when another tab signs somebody else in", () => {
  otherTabRemembers({ ...pat, id: "0195c0de-0000-7000-8000-00000000000b" })
  expect(reload).toHaveBeenCalledOnce()
})

test("a page reloads when another tab signs out", () => {
  otherTabRemembers(null)
  expect(reload).toHaveBeenCalledOnce()
})

test("a page stays when the same person signs in again, or something else is kept", () => {
  otherTabRemembers({ ...pat, name: "Pat Changed" })
  dispatchEvent(new StorageEvent("storage", { key: "backstory.look", newValue: "dark" }))
  expect(reload).not.toHaveBeenCalled()
})
