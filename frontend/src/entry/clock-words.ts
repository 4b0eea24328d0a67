import { minutesBetween } from "../data/time"
import type { Entry } from "../data/types"

const DAY_MINUTES = 1440

/** What is not to be believed about the times of an entry, in words. */
export function clockInDoubt({ late, clock_wrong, occurred_at, captured_at }: Entry): string[] {
  const days = Math.round(minutesBetween(occurred_at, captured_at) / DAY_MINUTES)
  return [...(late ? [`written ${days} days later`] : []), ...(clock_wrong ? ["the phone’s clock was ahead"] : [])]
}
