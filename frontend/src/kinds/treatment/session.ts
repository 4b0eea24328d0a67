import { wallClock } from "../../data/time"
import type { Entry, Place, TreatedArea, Treatment } from "../../data/types"
import { samePlace } from "../../ui/body/words"

/** A place worked in this session, as far as it has been told. */
export type WorkedArea = Pick<TreatedArea, "region" | "side" | "technique"> & Partial<TreatedArea>

/** A session while it is written down, standing at the table. */
export type Session = {
  id: string
  /** What is built on when a recorded session is changed. */
  version?: number
  captured_at?: string
  occurred_at: string
  areas: WorkedArea[]
  current: number | null
  notes: string
  plan: string
  /** What was done last time, shown and never copied. */
  last: { occurred_at: string; areas: TreatedArea[] } | null
}

/** Drafts are kept under this and the patient's id, or the entry's when one is changed. */
export const SESSION_DRAFT = "session "

export const begin = (id: string, now: Date = new Date()): Session => ({
  id,
  occurred_at: wallClock(now),
  areas: [],
  current: null,
  notes: "",
  plan: "",
  last: null,
})

export const reopen = ({ id, version, captured_at, occurred_at, payload }: Entry<Treatment>): Session => ({
  id,
  version,
  captured_at,
  occurred_at,
  areas: payload.areas ?? [],
  current: null,
  notes: payload.notes ?? "",
  plan: payload.plan ?? "",
  last: null,
})

export const remember = (session: Session, last: Entry<Treatment> | null): Session =>
  last && last.id !== session.id
    ? { ...session, last: { occurred_at: last.occurred_at, areas: last.payload.areas ?? [] } }
    : session

/** A tap on the map: back to the place if it was worked already, else a new one. */
export function work(session: Session, place: Pick<Place, "region" | "side">): Session {
  const known = session.areas.findLastIndex(area => samePlace(area, place))
  return known === -1 ? workAgain(session, place) : { ...session, current: known }
}

/**
 * Tool and technique stay in the hand from one place to the next. Seconds, pressure and the patient's answer are each
 * place's own: an answer that nobody gave is never carried over.
 */
export function workAgain(session: Session, { region, side }: Pick<Place, "region" | "side">): Session {
  const before = session.areas.findLast(area => area.tool !== undefined)
  const area: WorkedArea = { region, side, technique: before?.technique ?? "trigger_point", tool: before?.tool }
  return { ...session, areas: [...session.areas, area], current: session.areas.length }
}

export function tell(session: Session, some: Partial<TreatedArea>): Session {
  const areas = session.areas.map((area, index) => (index === session.current ? { ...area, ...some } : area))
  return { ...session, areas }
}

export function takeAway(session: Session, index: number): Session {
  return { ...session, areas: session.areas.filter((_, other) => other !== index), current: null }
}

const NEEDED = ["seconds", "pressure", "tool"] as const
export type Needed = (typeof NEEDED)[number]

export const missing = (area: WorkedArea): Needed[] => NEEDED.filter(field => area[field] == null)

export const lastTime = (session: Session, place: Pick<Place, "region" | "side">): TreatedArea[] =>
  session.last?.areas.filter(area => samePlace(area, place)) ?? []

/** Last session's places that have not been worked yet, each once. */
export function ghosts(session: Session): TreatedArea[] {
  const areas = session.last?.areas ?? []
  return areas.filter(
    (area, index) =>
      areas.findIndex(other => samePlace(other, area)) === index &&
      !session.areas.some(worked => samePlace(worked, area)),
  )
}

export const untouched = ({ areas, notes, plan }: Session) => areas.length === 0 && !notes.trim() && !plan.trim()

/** What is sent; null while something is missing. */
export function payloadOf(session: Session): Treatment | null {
  if (untouched(session) || session.areas.some(area => missing(area).length > 0)) return null
  const areas = session.areas as TreatedArea[]
  return { kind: "treatment", areas, notes: session.notes.trim(), plan: session.plan.trim() }
}
