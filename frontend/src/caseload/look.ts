import { clockInWords, dayBefore, dayOf, millis, today, wallClock } from "../data/time"
import type { Glance } from "../data/types"

/** Why somebody deserves a look, in the order of how soon. The lower the rank, the sooner. */
export type Reason = { rank: number; words: string }
export type Looked = { glance: Glance; reasons: Reason[] }

const SILENT_DAYS = 7
/** Said beside other reasons and at the end: somebody who was not asked may have nothing else. */
export const REMINDERS_OFF: Record<NonNullable<Glance["reminders_off"]>, string> = {
  paused: "Reminders switched off",
  no_device: "No phone gets reminders",
  quiet: "Reminders are not shown",
  gone: "Reminders no longer arrive",
  refused: "Reminders could not be sent",
}
const NO_REASON = 9

export function reasonsOf(glance: Glance, now: Date): Reason[] {
  const { redflag, next_appointment_at, too_much, open_spasms, last_entry_at, reminders_off } = glance
  const reasons: Reason[] = []
  if (redflag) reasons.push({ rank: 0, words: "Urgent symptoms, not cleared" })
  if (next_appointment_at && isToday(next_appointment_at, now))
    reasons.push({ rank: 1, words: `Appointment today, ${clockInWords(onThisClock(next_appointment_at))}` })
  if (too_much) reasons.push({ rank: 2, words: "Too much pressure last time" })
  if (open_spasms === 1) reasons.push({ rank: 3, words: "Spasm still going on" })
  if (open_spasms > 1) reasons.push({ rank: 3, words: `${open_spasms} spasms still going on` })
  if (!last_entry_at) reasons.push({ rank: 5, words: "Nothing written yet" })
  else if (dayOf(last_entry_at) <= dayBefore(today(now), SILENT_DAYS))
    reasons.push({ rank: 4, words: `No entries for ${SILENT_DAYS} days` })
  if (reminders_off) reasons.push({ rank: 6, words: REMINDERS_OFF[reminders_off] })
  return reasons
}

/** What needs a look first; today's appointments in their order, everybody else by name. */
export function byNeed(glances: Glance[], now: Date): Looked[] {
  const rank = ({ reasons }: Looked) => reasons[0]?.rank ?? NO_REASON
  const time = ({ glance, reasons }: Looked) =>
    reasons[0]?.rank === 1 && glance.next_appointment_at ? millis(glance.next_appointment_at) : 0
  return glances
    .map(glance => ({ glance, reasons: reasonsOf(glance, now) }))
    .sort((a, b) => rank(a) - rank(b) || time(a) - time(b) || a.glance.name.localeCompare(b.glance.name))
}

/** Names are found by any part, with or without their accents. */
export function matches(name: string, wanted: string): boolean {
  const plain = bare(name)
  return bare(wanted)
    .split(/\s+/)
    .every(part => plain.includes(part))
}

const NOT_COMPOSED: Record<string, string> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae" }
const bare = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[łøđßæ]/g, letter => NOT_COMPOSED[letter] ?? letter)

const onThisClock = (instant: string) => wallClock(new Date(instant))
const isToday = (instant: string, now: Date) => dayOf(onThisClock(instant)) === today(now)
