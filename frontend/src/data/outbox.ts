import { v7 as uuidv7 } from "uuid"
import { announce } from "./changes"
import { database, enqueue, type Saving, type StoredEntry, saving, type WaitingOp, whole } from "./db"
import { askToStay } from "./stay"
import { wallClock } from "./time"
import type { Draft, Entry, Payload, ProblemBody } from "./types"
import { asEntry } from "./unsent"

export const newId = (): string => uuidv7()

/** Nothing was changed. What was to be saved is still with whoever asked. */
export class NotSaved extends Error {
  constructor(options: ErrorOptions, why = "This could not be saved on this phone. Try again.") {
    super(why, options)
  }
}

/** The phone has no room for another word. */
export class NoRoom extends NotSaved {
  constructor(options: ErrorOptions) {
    super(options, "This phone is full, so this could not be saved. Make some room, then save again.")
  }
}

/** An entry as a form showed it when it was opened. */
export type Shown = { version: number; captured_at?: string }
/**
 * `version` is told by a practice's screens, whose device does not hold the entry; `shown` by forms, never by an undo.
 * `draft` names the half-written page that this is: saved, it is one no more, or it would be offered and saved twice.
 */
type Known = { version?: number; shown?: Shown; draft?: string }

/** Saved on this phone: the entry and its change, both or neither. */
export async function save(written: Draft & Known, now: Date = new Date()): Promise<void> {
  const { id, patient_id, occurred_at, version, shown, draft } = written
  const payload = wellFormed(written.payload)
  const ended_at = written.ended_at ?? null
  const captured_at = wallClock(now)
  await change({ id, patient_id, version, shown, draft }, captured_at, { occurred_at, ended_at, payload }, stored => ({
    ...(stored ?? {}),
    deleted_at: undefined,
    id,
    patient_id,
    occurred_at,
    ended_at,
    captured_at,
    payload,
    version: stored?.version ?? version ?? shown?.version ?? 0,
    revision: stored?.revision ?? 0,
    occurred_ms: Date.parse(occurred_at),
  }))
}

export async function remove(draft: Pick<Draft, "id" | "patient_id"> & Known, now: Date = new Date()): Promise<void> {
  const { id, patient_id, version } = draft
  await change({ id, patient_id, version }, wallClock(now), "delete", stored => ({
    id,
    patient_id,
    version: stored?.version ?? version ?? 0,
    revision: stored?.revision ?? 0,
    deleted_at: wallClock(now),
  }))
}

async function change(
  { id, patient_id, version, shown, draft }: Pick<Draft, "id" | "patient_id"> & Known,
  captured_at: string,
  content: WaitingOp["content"],
  next: (stored: StoredEntry | undefined) => StoredEntry,
): Promise<void> {
  await keep(async tx => {
    if (draft) await tx.objectStore("drafts").delete(draft)
    const entries = tx.objectStore("entries")
    const outbox = tx.objectStore("outbox")
    const stored = await entries.get(id)
    const ops = await outbox.index("entry").getAll(id)
    const last = ops.at(-1)
    // What was sent may be stored by now, so it stays as it is and the new change waits behind it.
    const replaces = last && last.state !== "sent" ? last : undefined
    const known = last && last.again === undefined ? last.base_version : stored?.version
    const base_version = known === undefined ? (version ?? shown?.version ?? 0) : seen(known, shown, stored)
    const before = last ? last.before : (stored ?? null)
    const unheardOf = base_version === 0 && !before?.version && !ops.some(op => op.state === "sent")
    if (replaces) await outbox.delete(replaces.seq)
    if (content === "delete" && unheardOf) {
      await entries.delete(id)
    } else {
      await entries.put(next(stored))
      await enqueue(outbox, {
        op_id: newId(),
        patient_id,
        entry_id: id,
        base_version,
        captured_at,
        state: "waiting",
        content,
        before,
      })
    }
  })
  askToStay()
}

/** All of it or nothing, and if nothing, then in words. */
async function keep(work: (tx: Saving) => Promise<void>): Promise<void> {
  try {
    const tx = saving(await database())
    await whole(tx, () => work(tx))
  } catch (cause) {
    throw (cause as Error)?.name === "QuotaExceededError" ? new NoRoom({ cause }) : new NotSaved({ cause })
  }
  await announce().catch(() => undefined) // it is saved, whatever becomes of the count
}

/**
 * What came in from elsewhere while a form was open was not seen by who saved it, so it is not built upon: the server
 * then marks the conflict. The form's own words, acknowledged in the meantime under a new version, were seen.
 */
function seen(known: number, shown: Shown | undefined, stored: StoredEntry | undefined): number {
  if (!shown || (stored && "payload" in stored && sameInstant(stored.captured_at, shown.captured_at))) return known
  return Math.min(known, shown.version)
}

const sameInstant = (one: string, other = "") => Date.parse(one) === Date.parse(other)

/** Half a character, as some keyboards leave behind, is no text that a server can read. */
const wellFormed = (payload: Payload): Payload =>
  JSON.parse(
    JSON.stringify(payload, (_, value) =>
      typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\uFFFD") : value,
    ),
  )

export type Refused = { op: WaitingOp; entry: Entry | null; problem: ProblemBody }

export async function refused(): Promise<Refused[]> {
  const ops = await (await database()).getAll("outbox")
  return ops.flatMap(op =>
    op.state === "rejected" && op.problem ? [{ op, entry: asEntry(op), problem: op.problem }] : [],
  )
}

export async function sendAgain(opId: string): Promise<void> {
  await keep(async tx => {
    const outbox = tx.objectStore("outbox")
    const op = await outbox.index("op").get(opId)
    if (op) await outbox.put({ ...op, state: "waiting", problem: undefined })
  })
}

/** The person gives a refused change up: back to what the server has. */
export async function giveUp(opId: string): Promise<void> {
  await keep(async tx => {
    const op = await tx.objectStore("outbox").index("op").get(opId)
    if (op?.state !== "rejected") return
    await tx.objectStore("outbox").delete(op.seq)
    if (op.before) await tx.objectStore("entries").put(op.before)
    else await tx.objectStore("entries").delete(op.entry_id)
  })
}
