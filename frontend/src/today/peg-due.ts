import { ofKind } from "../data/entries"
import { dayBefore, dayOf, today } from "../data/time"
import type { Entry, Reminder, Weekday } from "../data/types"
import { WEEKDAYS } from "./TodaysExercises"

/** So long after its day it is still worth asking; as long as the server counts an answer for it. */
const ASKED_FOR_DAYS = 3
const A_WEEK_LATER_DAYS = 6

/** The three questions of the week: their day was reached, and they were not answered for it. */
export function pegDue(rules: Reminder[], entries: Entry[], now: Date = new Date()): boolean {
  const rule = rules.find(({ kind, paused }) => kind === "peg" && !paused)
  if (!rule) return false
  const reached = [...Array(ASKED_FOR_DAYS).keys()].some(ago =>
    rule.days.includes(WEEKDAYS[(now.getDay() + 7 - ago) % 7] as Weekday),
  )
  const since = dayBefore(today(now), A_WEEK_LATER_DAYS)
  const answered = ofKind(entries, "questionnaire").some(
    ({ payload, occurred_at }) => payload.form === "peg" && dayOf(occurred_at) >= since,
  )
  return reached && !answered
}
