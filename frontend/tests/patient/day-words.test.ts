import { expect, test } from "vitest"
import type { StoryDay } from "../../src/data/types"
import { painInWords, storyDayInWords } from "../../src/patient/day-words"

const day = (more: Partial<StoryDay>): StoryDay => ({
  date: "2026-11-20",
  average: null,
  worst: null,
  late: false,
  checkin_id: null,
  spasms: 0,
  soreness: null,
  exercises_done: 0,
  exercises_skipped: 0,
  treatments: 0,
  checkin_prompt: null,
  ...more,
})

test("a day without a number tells whether somebody was asked", () => {
  expect(painInWords(day({}))).toBe("no check-in")
  const silent = { asked: true, answered: false, reason: null }
  expect(painInWords(day({ checkin_prompt: silent }))).toBe("no check-in, asked, not answered")
  const unasked = { asked: false, answered: false, reason: "worker_away" }
  expect(painInWords(day({ checkin_prompt: unasked }))).toBe("no check-in, not asked (our server was away)")
  expect(storyDayInWords(day({ checkin_prompt: unasked }))).toContain("not asked (our server was away)")
})

test("a day with a number tells only that", () => {
  const answered = { asked: true, answered: true, reason: null }
  expect(painInWords(day({ average: 0, checkin_prompt: answered }))).toBe("average 0")
})
