import { ofKind } from "../data/entries"
import { dayBefore, dayOf, millis, today } from "../data/time"
import type { Entry } from "../data/types"

export type Day = { date: string; average: number | null; late: boolean; spasms: number; sessions: number }

/** Oldest first, every day there, with or without a check-in. */
export function daysOf(entries: Entry[], length: number, last: string = today()): Day[] {
  const dates = Array.from({ length }, (_, index) => dayBefore(last, length - 1 - index))
  const on = (date: string) => (entry: Entry) => dayOf(entry.occurred_at) === date
  return dates.map(date => {
    const those = entries.filter(on(date))
    const counted = latest(ofKind(those, "checkin"))
    return {
      date,
      average: counted?.payload.average ?? null,
      late: counted?.late ?? false,
      spasms: ofKind(those, "spasm").length,
      sessions: ofKind(those, "treatment").length,
    }
  })
}

/** Several check-ins on a day: the latest moment counts, then the newest revision. */
function latest<E extends Entry>(checkins: E[]): E | undefined {
  return [...checkins].sort((a, b) => millis(b.occurred_at) - millis(a.occurred_at) || b.revision - a.revision)[0]
}

const ENOUGH = 5
/** What a change must exceed to be more than chance (DOMAIN 4: minimal detectable change of the scale). */
export const DETECTABLE = 1.77

/** Means of a week, never single days; and it says so when there is too little to compare. */
export function inASentence(days: Day[]): string {
  const recent = onTime(days.slice(-7))
  const earlier = onTime(days.slice(-14, -7))
  if (recent.length < ENOUGH || earlier.length < ENOUGH)
    return `Too little to compare two weeks yet: it needs ${ENOUGH} check-ins in each. This week has ${recent.length}, the week before ${earlier.length}.`
  const [now, before] = [mean(recent), mean(earlier)]
  const means = `This week ${now.toFixed(1)} on average, the week before ${before.toFixed(1)}`
  if (Math.abs(now - before) < DETECTABLE) return `${means}: too small a change to tell from chance.`
  return `${means}: ${now < before ? "less" : "more"} pain, by more than chance would explain.`
}

const onTime = (days: Day[]) => days.flatMap(day => (day.average === null || day.late ? [] : [day.average]))
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
