import { dayInWords } from "../data/time"
import type { StoryDay } from "../data/types"
import { listed } from "../kinds/words"
import { reasonInWords } from "../reminders/reasons"

const counted = (n: number, one: string, many: string) => (n === 0 ? "" : n === 1 ? `1 ${one}` : `${n} ${many}`)

/** Who was not asked did not keep silent. */
export function promptInWords({ checkin_prompt }: StoryDay): string {
  if (!checkin_prompt) return ""
  return checkin_prompt.asked ? ", asked, not answered" : `, not asked (${reasonInWords(checkin_prompt.reason)})`
}

export const painInWords = (day: StoryDay) => {
  const { average, worst, late } = day
  return average === null
    ? `no check-in${promptInWords(day)}`
    : `average ${average}${worst === null ? "" : `, worst ${worst}`}${late ? " (written late)" : ""}`
}

export const exercisesInWords = ({ exercises_done, exercises_skipped }: StoryDay) =>
  listed([
    exercises_done > 0 && `${counted(exercises_done, "exercise", "exercises")} done`,
    exercises_skipped > 0 && `${exercises_skipped} skipped`,
  ])

/** One day of the chart as a sentence. */
export const storyDayInWords = (day: StoryDay) =>
  `${dayInWords(day.date)}: ${listed([
    painInWords(day),
    counted(day.treatments, "session", "sessions"),
    counted(day.spasms, "spasm", "spasms"),
    day.soreness !== null && `soreness ${day.soreness}`,
    exercisesInWords(day),
  ])}`

export const shortDay = (day: string) =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString(undefined, { day: "numeric", month: "short", timeZone: "UTC" })
