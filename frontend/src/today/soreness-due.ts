import { ofKind } from "../data/entries"
import { millis } from "../data/time"
import type { Entry, Soreness, Treatment } from "../data/types"

const HOUR_MS = 3_600_000
/** Most soreness begins within 12 h and peaks by 24 to 72 h (DOMAIN 6): asked at these hours, two zeros end it. */
const ASKED_AFTER_HOURS = [24, 48, 72]
const ANSWER_WINDOW_HOURS = 24

export type DueSoreness = { treatment: Entry<Treatment> }

export function sorenessDue(entries: Entry[], nowMs: number): DueSoreness | null {
  const treatment = ofKind(entries, "treatment")[0]
  if (!treatment) return null
  const hours = (nowMs - millis(treatment.occurred_at)) / HOUR_MS
  const asked = ASKED_AFTER_HOURS.findLast(after => hours >= after)
  if (asked === undefined || hours >= asked + ANSWER_WINDOW_HOURS) return null
  const answers = ofKind(entries, "soreness").filter(
    ({ occurred_at }) => occurred_at && since(treatment, occurred_at) > 0,
  )
  const answered = answers.some(({ occurred_at }) => since(treatment, occurred_at) >= asked)
  return answered || twoZeros(answers) ? null : { treatment }
}

const since = (treatment: Entry, instant: string) => (millis(instant) - millis(treatment.occurred_at)) / HOUR_MS
const twoZeros = (answers: Entry<Soreness>[]) =>
  answers.length >= 2 && answers.slice(0, 2).every(({ payload }) => payload.score === 0)
