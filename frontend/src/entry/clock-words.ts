import { minutesBetween } from "../data/time"
import type { Entry } from "../data/types"

const DAY_MINUTES = 1440

/** What is not to be believed about the times of an entry, in words. */
export function clockInDoubt({ late, clock_wrong, occurred_at, captured_at, received_at }: Entry): string[] {
  // A clock that was ahead does not tell when it was written: at the latest when it arrived.
  const written = (clock_wrong && received_at) || captured_at
  const days = Math.round(minutesBetween(occurred_at, written) / DAY_MINUTES)
  return [
    ...(late && days > 1 ? [`written ${days} days later`] : []),
    ...(clock_wrong ? ["the phone’s clock was ahead"] : []),
  ]
}
