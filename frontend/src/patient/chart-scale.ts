import type { StoryDay } from "../data/types"
import { linear } from "../ui/linear"

export const LANES = ["spasms", "soreness", "exercises"] as const
export type Lane = (typeof LANES)[number]

const LEFT = 78
const RIGHT = 12
const TOP = 34
const PLOT = 168
const LANE = 24
const DATES = 22
export const HEIGHT = TOP + PLOT + 10 + LANES.length * LANE + DATES

/** Where everything goes: days from left to right, pain always from 0 to 10, the lanes below it. */
export function scaleOf(count: number, width: number) {
  const last = Math.max(1, count - 1)
  const days = linear([0, last], [LEFT, Math.max(LEFT + 1, width - RIGHT)])
  const pain = linear([0, 10], [TOP + PLOT, TOP])
  return {
    x: days.at,
    y: pain.at,
    step: days.at(1) - days.at(0),
    left: LEFT,
    right: width - RIGHT,
    top: TOP,
    foot: HEIGHT - DATES,
    lane: (lane: Lane) => TOP + PLOT + 10 + (LANES.indexOf(lane) + 0.5) * LANE,
    dayAt: (px: number) => Math.min(count - 1, Math.max(0, Math.round(days.back(px)))),
  }
}
export type Scale = ReturnType<typeof scaleOf>

/** Of labels at these places the ones that fit beside each other; the newest always does. */
export function labelsThatFit(places: number[], room: number): boolean[] {
  let next = Number.POSITIVE_INFINITY
  return places
    .map((_, index) => places.length - 1 - index)
    .map(index => {
      const place = places[index] as number
      const fits = next - place >= room
      if (fits) next = place
      return fits
    })
    .reverse()
}

/** A few days to name below the chart, evenly from the last one back. */
export function datesToName(count: number, width: number, room = 72): number[] {
  const most = Math.max(1, Math.floor((width - LEFT - RIGHT) / room))
  const step = Math.max(1, Math.ceil((count - 1) / most))
  const named = []
  for (let index = count - 1; index >= 0; index -= step) named.unshift(index)
  return named
}

/** Without the empty time before somebody began to write, but never less than four weeks. */
export function sinceTheFirst(days: StoryDay[]): StoryDay[] {
  const empty = (day: StoryDay) =>
    day.average === null &&
    day.soreness === null &&
    day.spasms + day.treatments + day.exercises_done + day.exercises_skipped === 0
  const first = days.findIndex(day => !empty(day))
  return days.slice(Math.max(0, Math.min(first === -1 ? days.length : first, days.length - 28)))
}

export const answeredDays = (days: StoryDay[]) => days.filter(({ average }) => average !== null).length
