import { expect, test } from "vitest"
import type { StoryDay } from "../../src/data/types"
import { datesToName, labelsThatFit, scaleOf, sinceTheFirst } from "../../src/patient/chart-scale"
import { storyDayInWords } from "../../src/patient/day-words"
import { firstDay } from "../../src/patient/window"

const day = (date: string, some: Partial<StoryDay> = {}): StoryDay => ({
  date,
  average: null,
  worst: null,
  late: false,
  checkin_id: null,
  checkin_prompt: null,
  spasms: 0,
  soreness: null,
  exercises_done: 0,
  exercises_skipped: 0,
  treatments: 0,
  ...some,
})

test("pain is drawn from 0 to 10 whatever was answered, and 0 is above the lanes", () => {
  const scale = scaleOf(28, 800)
  expect(scale.y(10)).toBe(scale.top)
  expect(scale.y(0)).toBeLessThan(scale.lane("spasms"))
  expect(scale.y(0) - scale.y(5)).toBe(scale.y(5) - scale.y(10))
})

test("every place on the chart belongs to a day, also with a single one", () => {
  for (const count of [1, 2, 28, 400]) {
    const scale = scaleOf(count, 360)
    for (const index of [0, count - 1]) expect(scale.dayAt(scale.x(index))).toBe(index)
    expect(scale.dayAt(-50)).toBe(0)
    expect(scale.dayAt(5000)).toBe(count - 1)
  }
})

test("labels leave each other room, and the newest is always there", () => {
  expect(labelsThatFit([10, 30, 100, 120], 50)).toEqual([false, true, false, true])
  expect(labelsThatFit([], 50)).toEqual([])
})

test("days are named evenly from the last one back", () => {
  expect(datesToName(1, 360)).toEqual([0])
  expect(datesToName(8, 2000)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  const named = datesToName(28, 360)
  expect(named.at(-1)).toBe(27)
  expect(new Set(named.slice(1).map((index, place) => index - (named[place] as number))).size).toBe(1)
})

test("the empty time before the first entry is left out, four weeks stay", () => {
  const days = Array.from({ length: 100 }, (_, index) => day(String(index), index >= 40 ? { average: 0 } : {}))
  expect(sinceTheFirst(days)).toHaveLength(60)
  expect(sinceTheFirst(days.map(({ date }) => day(date)))).toHaveLength(28)
})

test("a window since the last session shows the week before it, and never more than the server draws", () => {
  const today = "2026-11-22"
  expect(firstDay("since", "2026-11-19T10:00:00+01:00", today)).toBe("2026-11-12")
  expect(firstDay("since", null, today)).toBeUndefined()
  expect(firstDay("since", "2020-01-01T10:00:00+01:00", today)).toBe(firstDay("all", null, today))
  expect(firstDay("90", null, today)).toBe("2026-08-25")
})

test("a day is read out with its 0 as 0", () => {
  const words = storyDayInWords(day("2020-11-12", { average: 0, worst: 2, late: true, spasms: 1, soreness: 0 }))
  expect(words).toContain("average 0, worst 2 (written late) · 1 spasm · soreness 0")
})
