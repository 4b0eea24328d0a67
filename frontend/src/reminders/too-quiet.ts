import type { Reminder, ReminderSettings } from "../data/types"
import type { RuleKind } from "./words"

/** How long after its time a reminder may still come (the same as in backend/backstory/reminders/kinds.py). */
const WAITS_MINUTES: Partial<Record<RuleKind, number>> = { checkin: 180, exercise: 180, peg: 360 }
const DAY_MINUTES = 24 * 60

/** Whether quiet hours take this rule's reminder every time. */
export function neverComes(
  { kind, at, paused }: Pick<Reminder, "kind" | "at" | "paused">,
  { quiet_from, quiet_to }: Pick<ReminderSettings, "quiet_from" | "quiet_to">,
): boolean {
  const waits = WAITS_MINUTES[kind]
  if (!waits || paused || !at || !quiet_from || !quiet_to) return false
  const isQuiet = between(quiet_from, at) < between(quiet_from, quiet_to)
  return isQuiet && between(at, quiet_to) >= waits
}

const between = (from: string, to: string) => (minutes(to) - minutes(from) + DAY_MINUTES) % DAY_MINUTES

function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(":").map(Number)
  return hours * 60 + rest
}
