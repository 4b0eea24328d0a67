import { clockInWords, dayInWords } from "../data/time"
import type { PlanItem, Reminder, ReminderSettings, ReminderStatus } from "../data/types"
import { listed } from "../kinds/words"
import { daysInWords } from "../patient/weekdays"
import type { IconName } from "../ui/Icon"

export type RuleKind = Reminder["kind"]
export type Prompt = NonNullable<ReminderStatus["open_prompt"]>

export const NAMES: Record<RuleKind, string> = {
  checkin: "Daily check-in",
  exercise: "Exercises",
  soreness: "After a session",
  appointment: "Before an appointment",
  peg: "Weekly questions",
}
export const ICONS: Record<RuleKind, IconName> = {
  checkin: "checkin",
  exercise: "exercise",
  soreness: "soreness",
  appointment: "people",
  peg: "questionnaire",
}

const FORMS: Record<RuleKind, string> = {
  checkin: "/check-in",
  exercise: "/exercise",
  soreness: "/soreness",
  appointment: "/tell",
  peg: "/peg",
}

/** Where a prompt is answered. */
export const formOf = ({ kind, about }: Prompt) =>
  about && kind !== "appointment" ? `${FORMS[kind]}/${about}` : FORMS[kind]

/** How long before an appointment, in minutes. */
export const BEFORE: [number, string][] = [
  [120, "2 hours before"],
  [1440, "The day before"],
  [2880, "Two days before"],
]

/** When a rule asks, as one would say it. */
export function ruleInWords(rule: Reminder, plan: PlanItem[] = []): string {
  if (rule.paused) return "Off"
  if (rule.kind === "soreness") return "On the three days after it"
  if (rule.kind === "appointment") return beforeInWords(rule.before_minutes ?? 1440)
  const what = plan.find(({ id }) => id === rule.about)?.name
  return capital(listed([`${daysInWords(rule.days)}, ${timeInWords(rule.at ?? "")}`, what]))
}

export function beforeInWords(minutes: number): string {
  const known = BEFORE.find(([choice]) => choice === minutes)
  return known?.[1] ?? (minutes < 120 ? `${minutes} minutes before` : `${Math.round(minutes / 60)} hours before`)
}

export function quietInWords({ quiet_from, quiet_to, away_from, away_until, follow_up_minutes }: ReminderSettings) {
  return (
    listed([
      quiet_from && quiet_to && `${timeInWords(quiet_from)} to ${timeInWords(quiet_to)}`,
      away_from && away_until && `away until ${dayInWords(away_until)}`,
      follow_up_minutes && "one follow-up",
    ]) || "No quiet hours, no follow-up"
  )
}

export const timeInWords = (at: string) => clockInWords(`2000-01-01T${at.slice(0, 5)}`)

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
