import { expect, test } from "vitest"
import { byNeed, matches, reasonsOf } from "../../src/caseload/look"
import { pathOf } from "../../src/caseload/Sparkline"
import type { Glance } from "../../src/data/types"

const NOW = new Date("2026-11-22T09:00:00+01:00")
const glance = (name: string, some: Partial<Glance> = {}): Glance => ({
  id: name,
  name,
  last_entry_at: "2026-11-21T20:00:00+01:00",
  last_checkin: null,
  open_spasms: 0,
  last_treatment_at: null,
  next_appointment_at: null,
  entries_7_days: 3,
  redflag: false,
  too_much: false,
  reminders_off: null,
  sparkline: [],
  ...some,
})
const words = (some: Partial<Glance>) => reasonsOf(glance("x", some), NOW).map(reason => reason.words)

test("who needs a look comes first, in the order of how soon", () => {
  const names = byNeed(
    [
      glance("Zoe"),
      glance("Quiet", { last_entry_at: "2026-11-10T20:00:00+01:00" }),
      glance("Spasm", { open_spasms: 1 }),
      glance("Anna"),
      glance("Later", { next_appointment_at: "2026-11-22T17:00:00+01:00" }),
      glance("Pressed", { too_much: true }),
      glance("Sooner", { next_appointment_at: "2026-11-22T10:00:00+01:00", too_much: true }),
      glance("Urgent", { redflag: true, next_appointment_at: "2026-11-22T18:00:00+01:00" }),
      glance("New", { last_entry_at: null }),
    ],
    NOW,
  ).map(({ glance }) => glance.name)
  expect(names).toEqual(["Urgent", "Sooner", "Later", "Pressed", "Spasm", "Quiet", "New", "Anna", "Zoe"])
})

test("every reason is said in words", () => {
  expect(words({})).toEqual([])
  expect(words({ redflag: true, too_much: true, open_spasms: 2 })).toEqual([
    "Urgent symptoms, not cleared",
    "Too much pressure last time",
    "2 spasms still going on",
  ])
  expect(words({ last_entry_at: null })).toEqual(["Nothing written yet"])
})

test("an appointment is today's by the clock on this wall", () => {
  expect(words({ next_appointment_at: "2026-11-22T23:30:00Z" })).toEqual([]) // 00:30 tomorrow here
  expect(words({ next_appointment_at: "2026-11-21T23:30:00Z" })[0]).toMatch(/^Appointment today/)
})

test("silence begins after seven whole days", () => {
  expect(words({ last_entry_at: "2026-11-16T23:00:00+01:00" })).toEqual([])
  expect(words({ last_entry_at: "2026-11-15T01:00:00+01:00" })).toEqual(["No entries for 7 days"])
})

test("names are found by any part, with or without accents", () => {
  expect(matches("Tomasz Wiśniewski-Zielińska", "zielin tom")).toBe(true)
  expect(matches("Łukasz Ørsted", "lukasz ors")).toBe(true)
  expect(matches("Pat", "")).toBe(true)
  expect(matches("Pat", "tap")).toBe(false)
})

test("a gap lifts the pen, a lone day is a dot, and 0 is drawn at the foot", () => {
  expect(pathOf([null, null])).toBe("")
  expect(pathOf([0, null, 10]).match(/M/g)).toHaveLength(2)
  expect(pathOf([0])).toBe("M3.0 29.0L3.0 29.0")
  expect(pathOf([10, 10]).match(/M/g)).toHaveLength(1)
})

test("who is not being asked is named beside other reasons, and after them", () => {
  expect(words({ reminders_off: "paused" })).toEqual(["Reminders switched off"])
  const quiet = { last_entry_at: "2026-11-10T20:00:00+01:00", reminders_off: "no_device" } as const
  expect(words(quiet)).toEqual(["No entries for 7 days", "No phone gets reminders"])
  const names = byNeed([glance("Off", { reminders_off: "gone" }), glance("New", { last_entry_at: null })], NOW)
  expect(names.map(({ glance }) => glance.name)).toEqual(["New", "Off"])
})
