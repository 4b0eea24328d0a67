import { type AcknowledgedOp, type Database, type Exchange, enqueue, type StoredEntry, type WaitingOp } from "./db"
import { newId } from "./outbox"
import type { ProblemBody, SyncAnswer, SyncOp, SyncResult } from "./types"

const KEPT_MS = 14 * 24 * 60 * 60_000

/** A change that the server has, and no other of the same entry behind it. */
type Arrived = (op: WaitingOp, version: number, result: SyncResult) => Promise<void>

/**
 * What the server said to each change that was sent: the same for a diary and for a practice's device, but for what
 * becomes of the entry. False when the answer leaves out some of what was sent: those stay as they are.
 */
export async function settleResults(
  tx: Exchange,
  sent: SyncOp[],
  said: SyncAnswer,
  arrived: Arrived,
): Promise<boolean> {
  const outbox = tx.objectStore("outbox")
  const results = new Map(said.results.map(result => [result.op_id, result]))
  for (const { op_id } of sent) {
    const result = results.get(op_id)
    const op = await outbox.index("op").get(op_id)
    if (!result || !op) continue
    const gone = wasGone(op, result)
    // Found out together with the restore: what makes it is still to be sent again, and this goes after it.
    if (gone && (await siblings(tx, op)).some(({ seq }) => seq < op.seq)) continue
    if (result.status === "rejected" && !gone) {
      await keepRefused(tx, op, result.problem)
      continue
    }
    await outbox.delete(op.seq)
    const version = gone ? 0 : (result.version ?? op.base_version + 1)
    if (!gone) await keepAcknowledged(tx, op, version, said.epoch)
    const later = await laterOf(tx, op)
    // One that is sent again and found there says nothing of how far the entry has come since.
    const behind = op.again === undefined || result.status !== "duplicate"
    for (const other of later)
      if (behind && other.again === undefined) await outbox.put({ ...other, base_version: version })
    if (result.status === "conflict" && op.again === undefined) await noteConflict(tx, op)
    if (later.length === 0) await arrived(op, version, result)
  }
  return sent.every(({ op_id }) => results.has(op_id))
}

/** Kept to be seen and changed, unless a newer change of the same entry already stands behind it and takes its place. */
export async function keepRefused(tx: Exchange, op: WaitingOp, problem?: ProblemBody | null): Promise<void> {
  const outbox = tx.objectStore("outbox")
  if ((await laterOf(tx, op)).length > 0) await outbox.delete(op.seq)
  else await outbox.put({ ...op, state: "rejected", problem: problem ?? undefined })
}

/** The server was restored from a backup: what it had acknowledged is sent again as it was, in its order. */
export async function sendAgainAll(tx: Exchange, epoch: string, patientId?: string): Promise<void> {
  const acknowledged = tx.objectStore("acknowledged")
  for (const kept of await acknowledged.getAll()) {
    if (kept.epoch === epoch || (patientId && kept.patient_id !== patientId)) continue
    const { version, epoch: _, acknowledged_at: __, ...change } = kept
    await acknowledged.delete(kept.seq)
    await tx.objectStore("outbox").put({ ...change, state: "sent", before: null, again: version })
  }
}

/** A backup that old is not what a server is restored from. */
export async function forgetAcknowledged(db: Database, now = Date.now()): Promise<void> {
  const tx = db.transaction("acknowledged", "readwrite")
  for await (const old of tx.store.index("at").iterate(IDBKeyRange.upperBound(now - KEPT_MS))) await old.delete()
  await tx.done
}

/** The words that stood on top before the server was restored, when a change that was sent again has buried them. */
export async function buried(tx: Exchange, op: WaitingOp, epoch: string): Promise<Words | undefined> {
  if (op.again === undefined) return undefined
  const acknowledged = await tx.objectStore("acknowledged").index("entry").getAll(op.entry_id)
  const newer = acknowledged.findLast(({ seq }) => seq > op.seq)
  if (newer) return newer
  const stored = await tx.objectStore("entries").get(op.entry_id)
  if (!stored || stored.version <= op.again) return undefined
  const there = op.before?.epoch === epoch ? op.before : undefined
  return wordsOf(there && there.version >= stored.version ? there : stored)
}

/** Said once more, as a change of its own, on top of `base_version`. */
export const sayAgain = (tx: Exchange, words: Words, base_version: number, before: StoredEntry | null) => {
  const { patient_id, entry_id, captured_at, content } = words
  const change = { op_id: newId(), patient_id, entry_id, base_version, captured_at, content }
  return enqueue(tx.objectStore("outbox"), { ...change, state: "waiting", before })
}

export type Words = Pick<AcknowledgedOp, "patient_id" | "entry_id" | "captured_at" | "content">

export function wordsOf(stored: StoredEntry): Words {
  const { id: entry_id, patient_id } = stored
  if (!("payload" in stored)) return { entry_id, patient_id, captured_at: stored.deleted_at, content: "delete" }
  const { occurred_at, ended_at = null, payload, captured_at } = stored
  return { entry_id, patient_id, captured_at, content: { occurred_at, ended_at, payload } }
}

/** What was to be deleted is not there any more: done, whoever did it. */
const wasGone = (op: WaitingOp, result: SyncResult) =>
  op.content === "delete" && result.status === "rejected" && result.problem?.code === "not_found"

const siblings = (tx: Exchange, op: WaitingOp) => tx.objectStore("outbox").index("entry").getAll(op.entry_id)

const laterOf = async (tx: Exchange, op: WaitingOp): Promise<WaitingOp[]> =>
  (await siblings(tx, op)).filter(({ seq }) => seq > op.seq)

async function keepAcknowledged(tx: Exchange, op: WaitingOp, version: number, epoch: string): Promise<void> {
  const { seq, op_id, patient_id, entry_id, base_version, captured_at, content } = op
  const change = { seq, op_id, patient_id, entry_id, base_version, captured_at, content }
  await tx.objectStore("acknowledged").put({ ...change, version, epoch, acknowledged_at: Date.now() })
}

async function noteConflict(tx: Exchange, { entry_id, patient_id, base_version }: WaitingOp): Promise<void> {
  await note(tx, { entry_id, patient_id, why: "mine came later", from: base_version + 1 })
}

/** A second clash before the person has looked at the first is one thing to look at. */
export async function note(
  tx: Exchange,
  clash: { entry_id: string; patient_id: string; why: "mine came later" | "theirs came later"; from: number },
): Promise<void> {
  const known = await tx.objectStore("overridden").get(clash.entry_id)
  const from = Math.min(clash.from, known?.from ?? clash.from)
  const at = new Date().toISOString()
  await tx.objectStore("overridden").put({ ...clash, from, at, unseen: known?.unseen ?? [], asked: false })
}
