import type { Dose } from "../../data/types"

export function doseInWords({ sets, reps, hold_seconds, minutes }: Dose): string {
  const each = [
    reps ? `${reps} times` : "",
    hold_seconds ? `hold ${hold_seconds} s` : "",
    minutes ? `${minutes} min` : "",
  ]
  const once = each.filter(Boolean).join(", ")
  if (!sets) return once
  return once ? `${sets} × ${once}` : `${sets} ${sets === 1 ? "set" : "sets"}`
}
