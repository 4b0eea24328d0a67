import { expect, test } from "vitest"
import type { Entry } from "../../src/data/types"
import { daysOf, inASentence } from "../../src/trends/days"
import { PATIENT } from "../setup"

const checkin = (occurred_at: string, average: number, revision = 1, late = false): Entry => ({
  id: crypto.randomUUID(),
  patient_id: PATIENT,
  version: 1,
  revision,
  occurred_at,
  captured_at: occurred_at,
  late,
  payload: { kind: "checkin", average },
})

test("a zero is a value and a day without a check-in is none", () => {
  const days = daysOf([checkin("2026-11-22T20:00:00+01:00", 0)], 2, "2026-11-22")
  expect(days.map(day => day.average)).toEqual([null, 0])
})

test("of several check-ins on a day the latest moment counts, then the newest revision", () => {
  const entries = [
    checkin("2026-11-22T20:00:00+01:00", 3),
    checkin("2026-11-22T21:00:00+01:00", 5, 1),
    checkin("2026-11-22T21:00:00+01:00", 6, 2),
  ]
  expect(daysOf(entries, 1, "2026-11-22")[0]?.average).toBe(6)
})

test("an entry belongs to the day on its own wall clock", () => {
  const days = daysOf([checkin("2026-11-21T23:30:00-05:00", 4)], 2, "2026-11-22")
  expect(days.map(day => day.average)).toEqual([4, null])
})

const week = (end: number, average: number) =>
  Array.from({ length: 7 }, (_, n) => checkin(`2026-11-${String(end - n).padStart(2, "0")}T20:00:00+01:00`, average))

test("the sentence compares two weeks and says when a change may be chance", () => {
  expect(inASentence(daysOf([...week(22, 5), ...week(15, 6)], 28, "2026-11-22"))).toMatch(/too small a change/)
  expect(inASentence(daysOf([...week(22, 3), ...week(15, 6)], 28, "2026-11-22"))).toMatch(/less pain/)
})

test("the sentence abstains when there is too little", () => {
  expect(inASentence(daysOf(week(22, 5), 28, "2026-11-22"))).toMatch(/Too little to compare/)
})
