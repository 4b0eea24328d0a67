import type { Reminder, ReminderSettings } from "../data/types"

const DAY_MINUTES = 24 * 60

/** Whether quiet hours take this rule's reminder every time. */
export function neverComes(
  { at, paused, window_minutes }: Pick<Reminder, "at" | "paused" | "window_minutes">,
  { quiet_from, quiet_to }: Pick<ReminderSettings, "quiet_from" | "quiet_to">,
): boolean {
  if (paused || !at || !quiet_from || !quiet_to) return false
  const isQuiet = between(quiet_from, at) < between(quiet_from, quiet_to)
  return isQuiet && between(at, quiet_to) >= window_minutes
}

const between = (from: string, to: string) => (minutes(to) - minutes(from) + DAY_MINUTES) % DAY_MINUTES

function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(":").map(Number)
  return hours * 60 + rest
}
