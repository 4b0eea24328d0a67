import { dayBefore, dayOf } from "../data/time"

export type Window = "since" | "28" | "90" | "all"
export const WINDOWS: [Window, string][] = [
  ["since", "Since the last session"],
  ["28", "28 days"],
  ["90", "90 days"],
  ["all", "All"],
]

/** The server draws up to 400 days; one is left for patients who live a day ahead of this device. */
const MOST_DAYS = 399
/** The week before a session shows what it changed. */
const WEEK = 7

/** The first day of a window, or undefined for the server's own 28 days. */
export function firstDay(window: Window, lastSession: string | null, today: string): string | undefined {
  if (window === "all") return dayBefore(today, MOST_DAYS - 1)
  if (window === "90") return dayBefore(today, 89)
  if (window === "28" || !lastSession) return undefined
  const earliest = dayBefore(today, MOST_DAYS - 1)
  const wanted = dayBefore(dayOf(lastSession), WEEK)
  return wanted < earliest ? earliest : wanted
}
