const two = (n: number) => String(Math.trunc(Math.abs(n))).padStart(2, "0")

/** This phone's wall clock with its offset (RFC 3339), for example 2026-11-22T20:15:00+01:00. */
export function wallClock(at: Date = new Date()): string {
  const offset = -at.getTimezoneOffset()
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
  return `${date}T${time}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`
}

export const minutesAgo = (minutes: number, from: Date = new Date()) =>
  wallClock(new Date(from.getTime() - minutes * 60_000))

/** The last minute of yesterday, for a check-in made after midnight. */
export function lastNight(from: Date = new Date()): string {
  return wallClock(new Date(from.getFullYear(), from.getMonth(), from.getDate() - 1, 23, 59, 0))
}

/** An entry's local day is the date that its own wall clock showed. */
export const dayOf = (occurredAt: string) => occurredAt.slice(0, 10)
export const today = (now: Date = new Date()) => dayOf(wallClock(now))
export const millis = (instant: string) => Date.parse(instant)

export function dayBefore(day: string, days = 1): string {
  const noon = new Date(`${day}T12:00:00Z`)
  noon.setUTCDate(noon.getUTCDate() - days)
  return noon.toISOString().slice(0, 10)
}

/** "Today", "Yesterday", or the date as this person's phone writes it. */
export function dayInWords(day: string, now: Date = new Date()): string {
  const current = today(now)
  if (day === current) return "Today"
  if (day === dayBefore(current)) return "Yesterday"
  const year = day.slice(0, 4) === current.slice(0, 4) ? undefined : "numeric"
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(undefined, {
    weekday: "short",
    day: "numeric",
    month: "long",
    year,
    timeZone: "UTC",
  })
}

/** The time on the wall where and when it happened, not where the phone is now. */
export function clockInWords(occurredAt: string): string {
  return new Date(`${occurredAt.slice(0, 16)}:00Z`).toLocaleTimeString(undefined, {
    hour: "numeric",
    minute: "2-digit",
    timeZone: "UTC",
  })
}

export const momentInWords = (occurredAt: string, now: Date = new Date()) =>
  `${dayInWords(dayOf(occurredAt), now)}, ${clockInWords(occurredAt)}`

/** The same after "since" or "on". */
export const momentInSentence = (occurredAt: string, now?: Date) =>
  momentInWords(occurredAt, now).replace(/^(Today|Yesterday)/, word => word.toLowerCase())

/** A server's instant on this phone's clock. */
export const instantInWords = (instant: string) => momentInWords(wallClock(new Date(instant)))

export function lengthInWords(minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes))
  if (whole < 60) return `${whole} min`
  if (whole < 48 * 60) return whole % 60 ? `${Math.floor(whole / 60)} h ${whole % 60} min` : `${whole / 60} h`
  return `${Math.floor(whole / 1440)} days`
}

export const minutesBetween = (start: string, end: string | number) =>
  ((typeof end === "number" ? end : millis(end)) - millis(start)) / 60_000
