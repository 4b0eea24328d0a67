import { expect, test } from "vitest"
import {
  clockInWords,
  dayBefore,
  dayInWords,
  dayOf,
  lastNight,
  lengthInWords,
  minutesAgo,
  wallClock,
} from "../../src/data/time"
import { backoff } from "../../src/data/triggers"

test("the wall clock carries its own offset in winter and in summer", () => {
  expect(wallClock(new Date("2026-11-22T19:15:00Z"))).toBe("2026-11-22T20:15:00+01:00")
  expect(wallClock(new Date("2026-07-01T19:15:00Z"))).toBe("2026-07-01T21:15:00+02:00")
})

test("the second two o'clock of the autumn night has the winter offset", () => {
  expect(wallClock(new Date("2026-10-25T00:30:00Z"))).toBe("2026-10-25T02:30:00+02:00")
  expect(wallClock(new Date("2026-10-25T01:30:00Z"))).toBe("2026-10-25T02:30:00+01:00")
})

test("an hour before the end of the spring gap is on the other side of it", () => {
  expect(minutesAgo(60, new Date("2026-03-29T01:30:00Z"))).toBe("2026-03-29T01:30:00+01:00")
})

test("for yesterday means the last minute of yesterday, in yesterday's offset", () => {
  expect(lastNight(new Date("2026-10-25T23:30:00Z"))).toBe("2026-10-25T23:59:00+01:00")
  expect(lastNight(new Date("2026-03-29T22:30:00Z"))).toBe("2026-03-29T23:59:00+02:00")
})

test("an entry keeps the day and the hour of the place where it was written", () => {
  expect(dayOf("2026-11-22T23:50:00-05:00")).toBe("2026-11-22")
  expect(clockInWords("2026-11-22T23:50:00-05:00")).toMatch(/11:50/)
})

test("days are named from the person's today", () => {
  const now = new Date("2026-11-22T12:00:00+01:00")
  expect(dayInWords("2026-11-22", now)).toBe("Today")
  expect(dayInWords("2026-11-21", now)).toBe("Yesterday")
  expect(dayInWords("2026-11-14", now)).toMatch(/14/)
})

test("the day before the first of March knows leap years", () => {
  expect(dayBefore("2028-03-01")).toBe("2028-02-29")
})

test("lengths are said in minutes, hours and days", () => {
  expect([0, 59, 60, 75, 47 * 60, 72 * 60].map(lengthInWords)).toEqual([
    "0 min",
    "59 min",
    "1 h",
    "1 h 15 min",
    "47 h",
    "3 days",
  ])
})

test("waiting after a failure grows, is shaken, and has an end", () => {
  expect(backoff(1, () => 1)).toBe(2000)
  expect(backoff(1, () => 0)).toBe(1000)
  expect(backoff(4, () => 1)).toBe(16_000)
  expect(backoff(50, () => 1)).toBe(300_000)
})
