import type { Slot } from "../data/types"
import { reasonInWords } from "./reasons"

/** One occasion of a rule: a prompt, its follow-up and those asked for later are one to whoever was asked. */
type Occasion = { at: string; words: string }

const ASKED = ["sent", "accepted", "shown", "opened", "logged"]
const REACHED = ["accepted", "shown", "opened"]
const WAITING = ["due", "claimed"]

export function occasions(slots: Slot[]): Occasion[] {
  const found = new Map<string, Slot[]>()
  for (const slot of [...slots].sort((a, b) => a.slot_no - b.slot_no))
    found.set(occasionOf(slot), [...(found.get(occasionOf(slot)) ?? []), slot])
  return [...found.values()].flatMap(those => {
    const words = inWords(those)
    return words ? [{ at: those[0]?.due_at ?? "", words }] : []
  })
}
const occasionOf = ({ local_date, slot_no, about }: Slot) => `${local_date} ${Math.floor(slot_no / 10)} ${about}`

function inWords(slots: Slot[]): string {
  if (slots.every(({ state }) => WAITING.includes(state))) return "" // a try that failed is followed by another
  const asked = slots.some(({ state }) => ASKED.includes(state))
  const reached = slots.some(({ state }) => REACHED.includes(state))
  const over = slots.find(({ state }) => state === "missed" || state === "cancelled")
  const failures = slots.flatMap(({ deliveries }) => deliveries.map(({ failure }) => failure))
  if (asked && slots.some(({ state, reason }) => state === "logged" || reason === "logged")) return "asked and answered"
  if (!reached && failures.length > 0 && failures.every(failure => failure)) return failureInWords(failures[0])
  if (!asked) return over ? `not asked: ${reasonInWords(over.reason)}` : ""
  const again = slots.some(({ state }) => WAITING.includes(state))
  return again ? "asked, and once more later" : "asked, not answered"
}

const failureInWords = (failure: string | null | undefined) =>
  failure === "gone" ? "could not be delivered: the phone's push address had expired" : "could not be delivered"
