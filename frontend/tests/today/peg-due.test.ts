import { expect, test } from "vitest"
import type { Entry, Reminder } from "../../src/data/types"
import { pegDue } from "../../src/today/peg-due"

const SUNDAY = new Date(2026, 10, 22, 12)
const rule = (more: Partial<Reminder> = {}) =>
  ({ kind: "peg", paused: false, days: ["su"], at: "18:00", ...more }) as Reminder
const peg = (day: string, form = "peg") =>
  ({ occurred_at: `${day}T18:05:00+01:00`, payload: { kind: "questionnaire", form, score: 3 } }) as Entry
const inDays = (days: number) => new Date(2026, 10, 22 + days, 12)

test("due on its day and the two days after, and then no more until the next", () => {
  const due = [-1, 0, 1, 2, 3, 6, 7].map(days => pegDue([rule()], [], inDays(days)))
  expect(due).toEqual([false, true, true, true, false, false, true])
})

test("not when it was answered within the last six days, but again a week later", () => {
  expect(pegDue([rule()], [peg("2026-11-22")], SUNDAY)).toBe(false)
  expect(pegDue([rule()], [peg("2026-11-16")], SUNDAY)).toBe(false)
  expect(pegDue([rule()], [peg("2026-11-15")], SUNDAY)).toBe(true)
  expect(pegDue([rule()], [peg("2026-11-22", "rmdq")], SUNDAY)).toBe(true)
})

test("never when the rule is off or not there", () => {
  expect(pegDue([rule({ paused: true })], [], SUNDAY)).toBe(false)
  expect(pegDue([rule({ kind: "checkin" })], [], SUNDAY)).toBe(false)
})
