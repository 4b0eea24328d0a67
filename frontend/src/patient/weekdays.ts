import type { Weekday } from "../data/types"

export const WEEKDAYS: Record<Weekday, string> = {
  mo: "Mon",
  tu: "Tue",
  we: "Wed",
  th: "Thu",
  fr: "Fri",
  sa: "Sat",
  su: "Sun",
}
export const WEEK = Object.keys(WEEKDAYS) as Weekday[]

export const daysInWords = (days: Weekday[]) =>
  days.length === WEEK.length ? "every day" : days.map(day => WEEKDAYS[day]).join(", ")
