import { expect, test } from "vitest"
import type { PlanItem, Reminder, ReminderSettings } from "../../src/data/types"
import { platform } from "../../src/reminders/platform"
import { quietInWords, ruleInWords } from "../../src/reminders/words"

const rule = (more: Partial<Reminder>): Reminder => ({
  id: "r",
  kind: "checkin",
  at: "20:00",
  zone: "Europe/Warsaw",
  days: ["mo", "tu", "we", "th", "fr", "sa", "su"],
  paused: false,
  window_minutes: 180,
  before_minutes: null,
  about: null,
  next_due_at: null,
  ...more,
})
const plan = [{ id: "p1", name: "Bridge" }] as PlanItem[]
const time = (at: string) =>
  new Date(`2000-01-01T${at}:00Z`).toLocaleTimeString(undefined, {
    hour: "numeric",
    minute: "2-digit",
    timeZone: "UTC",
  })

test("a rule is told as one would say it", () => {
  expect(ruleInWords(rule({}))).toBe(`Every day, ${time("20:00")}`)
  expect(ruleInWords(rule({ days: ["su"], kind: "peg", at: "18:00" }))).toBe(`Sun, ${time("18:00")}`)
  expect(ruleInWords(rule({ kind: "exercise", about: "p1", days: ["mo", "we"], at: "09:00" }), plan)).toBe(
    `Mon, Wed, ${time("09:00")} · Bridge`,
  )
  expect(ruleInWords(rule({ kind: "soreness" }))).toBe("On the three days after it")
  expect(ruleInWords(rule({ kind: "appointment", before_minutes: 1440 }))).toBe("The day before")
  expect(ruleInWords(rule({ kind: "appointment", before_minutes: 45 }))).toBe("45 minutes before")
  expect(ruleInWords(rule({ kind: "appointment", before_minutes: 600 }))).toBe("10 hours before")
  expect(ruleInWords(rule({ paused: true }))).toBe("Off")
})

test("quiet hours and days away are told in one line", () => {
  const none: ReminderSettings = {
    quiet_from: null,
    quiet_to: null,
    away_from: null,
    away_until: null,
    follow_up_minutes: null,
    zone: "Europe/Warsaw",
    follow_zone: false,
  }
  expect(quietInWords(none)).toBe("No quiet hours, no follow-up")
  expect(quietInWords({ ...none, quiet_from: "22:00", quiet_to: "07:00", follow_up_minutes: 60 })).toBe(
    `${time("22:00")} to ${time("07:00")} · one follow-up`,
  )
})

test.each([
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)", 5, "apple"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", 5, "apple"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", 0, "computer"],
  ["Mozilla/5.0 (Linux; Android 15; Pixel 9)", 5, "android"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0)", 0, "computer"],
])("%s with %i touch points is told the way of: %s", (userAgent, maxTouchPoints, way) => {
  expect(platform({ userAgent, maxTouchPoints } as Navigator)).toBe(way)
})
