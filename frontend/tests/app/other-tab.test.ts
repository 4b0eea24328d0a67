import { deleteDB } from "idb"
import { beforeEach, expect, test, vi } from "vitest"
import { person } from "../../src/app/session"
import { openFor } from "../../src/data/db"
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

test("signing out in one tab breaks the other: one whose database is deleted lets it go and reloads", async () => {
  const here = await openFor(PAT)
  await deleteDB(`backstory-${PAT}`) // waits until this tab has closed its own connection
  expect(reload).toHaveBeenCalledOnce()
  const again = await openFor(PAT)
  expect(again).not.toBe(here)
  expect(await again.count("entries")).toBe(0)
})

test("a tab does not reload for the database of somebody who was here before", async () => {
  await openFor("0195c0de-0000-7000-8000-00000000000b")
  await openFor(PAT)
  await deleteDB("backstory-0195c0de-0000-7000-8000-00000000000b")
  expect(reload).not.toHaveBeenCalled()
})
