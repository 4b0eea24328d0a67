import { minutesBetween } from "../data/time"
import type { Entry } from "../data/types"

const DAY_MINUTES = 1440

/** What is not to be believed about the times of an entry, in words. */
export function clockInDoubt(entry: Entry): string[] {
  const { late, clock_wrong, occurred_at, captured_at, received_at } = entry
  // Neither a clock that was ahead nor a change that still waits tells when it was first written: it had arrived by then.
  const sooner = received_at && Date.parse(received_at) < Date.parse(captured_at) ? received_at : captured_at
  const days = Math.round(minutesBetween(occurred_at, sooner) / DAY_MINUTES)
  return [
    ...(late && days > 1 ? [`written ${isFirst(entry) ? `${days} days` : "days"} later`] : []),
    ...(clock_wrong ? ["the phone’s clock was ahead"] : []),
  ]
}

/** It stays late when it is changed, but then only the time of the last change is known. */
const isFirst = ({ version }: Entry) => version < 2
