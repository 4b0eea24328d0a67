import {
  type AcknowledgedOp,
  type Database,
  type Exchange,
  enqueue,
  type StoredEntry,
  type WaitingOp,
  whole,
  withOthers,
} from "./db"
import { newId } from "./outbox"

const KEPT_MS = 14 * 24 * 60 * 60_000

/** The server was restored from a backup: what it had acknowledged is sent again as it was, in its order. */
export async function sendAgainAll(tx: Exchange, epoch: string, patientId?: string): Promise<void> {
  const acknowledged = tx.objectStore("acknowledged")
  for (const kept of await acknowledged.getAll()) {
    if (kept.epoch === epoch || (patientId && kept.patient_id !== patientId)) continue
    const { version, epoch: _, acknowledged_at: __, ...change } = kept
    await acknowledged.delete(kept.seq)
    const again = version > 0 ? { again: version } : {}
    await tx.objectStore("outbox").put({ ...change, ...again, state: "sent", before: null })
  }
}

/** A backup that old is not what a server is restored from. */
export async function forgetAcknowledged(db: Database, now = Date.now()): Promise<void> {
  const tx = db.transaction("acknowledged", "readwrite")
  await whole(tx, async () => {
    for await (const old of tx.store.index("at").iterate(IDBKeyRange.upperBound(now - KEPT_MS))) await old.delete()
  })
}

/** On a shared phone, those of the ones who do not come back. What they have not sent is theirs to send, and stays. */
export async function forgetOldWords(me: string): Promise<void> {
  await withOthers(me, forgetAcknowledged).catch(() => undefined) // a phone without room: at the next sign-in then
}

/**
 * The words that stood on top before the server was restored, when a change that was sent again has buried them. Whether
 * it has, its version tells: "duplicate" is said as well of one that was sent again twice.
 */
export async function buried(tx: Exchange, op: WaitingOp, version: number, epoch: string): Promise<Words | undefined> {
  const there = op.before?.epoch === epoch ? op.before : undefined
  if (op.again === undefined || version <= (there?.version ?? 0)) return undefined
  const acknowledged = await tx.objectStore("acknowledged").index("entry").getAll(op.entry_id)
  const newer = acknowledged.findLast(({ seq }) => seq > op.seq)
  if (newer) return newer.version < version ? newer : undefined
  const stored = await tx.objectStore("entries").get(op.entry_id)
  if (!stored || stored.version <= op.again) return undefined
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

/** Deletions that found nothing to delete: the server was restored to a day before the entry was made elsewhere. */
export async function deletedInVain(tx: Exchange): Promise<Map<string, AcknowledgedOp>> {
  const deletions = await tx.objectStore("acknowledged").index("version").getAll(0)
  return new Map(deletions.map(op => [op.entry_id, op]))
}

/** Another phone gave the server the entry back, so there is something to delete now. */
export async function deleteAfterAll(tx: Exchange, deletion: AcknowledgedOp | undefined): Promise<void> {
  if (!deletion) return
  const { version, epoch, acknowledged_at, ...change } = deletion
  await tx.objectStore("acknowledged").delete(deletion.seq)
  await tx.objectStore("outbox").put({ ...change, state: "sent", before: null })
}
