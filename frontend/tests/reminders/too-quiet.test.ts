import { expect, test } from "vitest"
import { neverComes } from "../../src/reminders/too-quiet"

const night = { quiet_from: "22:00", quiet_to: "07:00" }
const checkin = (at: string) => ({ at, paused: false, window_minutes: 180 })

test.each([
  ["21:59:00", false],
  ["22:00:00", true],
  ["23:30:00", true],
  ["04:00:00", true], // until 07:00 exactly, when the quiet ends
  ["04:01:00", false],
  ["07:00:00", false],
])("nobody said that a check-in at %s never comes in quiet hours from ten to seven: %s", (at, never) => {
  expect(neverComes(checkin(at), night)).toBe(never)
})

test("weekly questions wait longer", () => {
  expect(neverComes({ ...checkin("02:00"), window_minutes: 360 }, night)).toBe(false)
  expect(neverComes({ ...checkin("00:30"), window_minutes: 360 }, night)).toBe(true)
})

test("quiet hours within a day, none, and those that begin when they end", () => {
  expect(neverComes(checkin("13:00"), { quiet_from: "12:00", quiet_to: "18:00" })).toBe(true)
  expect(neverComes(checkin("11:00"), { quiet_from: "12:00", quiet_to: "18:00" })).toBe(false)
  expect(neverComes(checkin("12:00"), { quiet_from: "12:00", quiet_to: "12:00" })).toBe(false)
  expect(neverComes(checkin("23:00"), { quiet_from: null, quiet_to: null })).toBe(false)
})

test("nothing is said of a rule that is off or has no time of its own", () => {
  expect(neverComes({ ...checkin("23:00"), paused: true }, night)).toBe(false)
  expect(neverComes({ ...checkin("23:00"), at: null }, night)).toBe(false)
})
