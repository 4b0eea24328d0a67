import { keepRefused, laterOf, wasGone } from "./batch"
import { type Database, enqueue, exchanging, type Position, type StoredEntry, type WaitingOp } from "./db"
import { newId } from "./outbox"
import type { Deleted, Entry, SyncAnswer, SyncOp } from "./types"

const AT_THE_START: Position = { epoch: null, cursor: 0, offered: null }

export async function position(db: Database, patientId: string): Promise<Position> {
  return (await db.get("positions", patientId)) ?? AT_THE_START
}

/** Everything the answer says, in one transaction: what was taken, what was refused, what is new. */
export async function settle(
  db: Database,
  patientId: string,
  me: string,
  sent: SyncOp[],
  answer: SyncAnswer,
): Promise<void> {
  const tx = exchanging(db)
  const entries = tx.objectStore("entries")
  const outbox = tx.objectStore("outbox")
  const before = (await tx.objectStore("positions").get(patientId)) ?? AT_THE_START
  const results = new Map(answer.results.map(result => [result.op_id, result]))

  for (const { op_id } of sent) {
    const result = results.get(op_id)
    const op = await outbox.index("op").get(op_id)
    if (!result || !op) continue
    const later = await laterOf(outbox, op)
    const gone = wasGone(op, result)
    if (result.status === "rejected" && !gone) {
      await keepRefused(outbox, op, later, result.problem)
      continue
    }
    await outbox.delete(op.seq)
    const version = gone ? 0 : (result.version ?? op.base_version + 1)
    for (const other of later) await outbox.put({ ...other, base_version: version })
    const stored = await entries.get(op.entry_id)
    if (gone && later.length === 0) await entries.delete(op.entry_id)
    else if (stored) await entries.put({ ...stored, version: Math.max(stored.version, version), epoch: answer.epoch })
  }

  const restored = before.epoch !== null && before.epoch !== answer.epoch
  for (const incoming of answer.entries) {
    const arrived = toStored(incoming, patientId, answer.epoch)
    const ops = await outbox.index("entry").getAll(incoming.id)
    if (ops.length > 0) {
      for (const op of ops) await outbox.put({ ...op, before: arrived })
      continue
    }
    const stored = await entries.get(incoming.id)
    const lost = stored && stored.epoch !== answer.epoch && stored.version > arrived.version && mine(stored, me)
    if (lost && (restored || before.offered !== answer.epoch))
      await enqueue(outbox, offer(stored, arrived.version, arrived))
    else await entries.put(arrived)
  }

  let offered = before.offered ?? answer.epoch
  if (!answer.more && offered !== answer.epoch) {
    // A restored server may have forgotten what it once had: offer again what it did not mention.
    for (const stored of await entries.getAll()) {
      const unknown = stored.patient_id === patientId && stored.version > 0 && stored.epoch !== answer.epoch
      if (!unknown || !mine(stored, me) || (await outbox.index("entry").count(stored.id)) > 0) continue
      if ("payload" in stored) await enqueue(outbox, offer(stored, 0, null))
      else await entries.delete(stored.id)
    }
    offered = answer.epoch
  }
  await tx.objectStore("positions").put({ epoch: answer.epoch, cursor: answer.cursor, offered }, patientId)
  await tx.done
}

const mine = (stored: StoredEntry, me: string) =>
  !("recorded_by" in stored) || !stored.recorded_by || stored.recorded_by.id === me

function toStored(incoming: Entry | Deleted, patient_id: string, epoch: string): StoredEntry {
  if (!("payload" in incoming)) return { ...incoming, patient_id, epoch }
  return { ...incoming, patient_id, epoch, occurred_ms: Date.parse(incoming.occurred_at) }
}

function offer(stored: StoredEntry, base_version: number, before: StoredEntry | null): Omit<WaitingOp, "seq"> {
  const content =
    "payload" in stored
      ? { occurred_at: stored.occurred_at, ended_at: stored.ended_at ?? null, payload: stored.payload }
      : ("delete" as const)
  const captured_at = "payload" in stored ? stored.captured_at : stored.deleted_at
  const { id: entry_id, patient_id } = stored
  return { op_id: newId(), patient_id, entry_id, base_version, captured_at, state: "waiting", content, before }
}
