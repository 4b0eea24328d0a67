import { type Exchange, someAtOnce, type WaitingOp } from "./db"
import type { ProblemBody, SyncAnswer, SyncOp, SyncResult } from "./types"

/** A change that the server has, and no other of the same entry behind it. */
type Arrived = (op: WaitingOp, version: number) => Promise<void>

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
  // A batch has one change of an entry at most, so none waits for what becomes of another.
  await someAtOnce(sent, async ({ op_id }) => {
    const result = results.get(op_id)
    const op = result && (await outbox.index("op").get(op_id))
    if (op) await settle(tx, op, result, said.epoch, arrived)
  })
  return sent.every(({ op_id }) => results.has(op_id))
}

async function settle(tx: Exchange, op: WaitingOp, result: SyncResult, epoch: string, arrived: Arrived): Promise<void> {
  const outbox = tx.objectStore("outbox")
  const siblings = await siblingsOf(tx, op)
  const later = siblings.filter(({ seq }) => seq > op.seq)
  const gone = wasGone(op, result)
  // Found out together with the restore: what makes it is still to be sent again, and this goes after it.
  if (gone && siblings.some(({ seq, state }) => seq < op.seq && state !== "rejected")) return
  if (result.status === "rejected" && !gone) {
    await keepRefused(tx, op, result.problem)
    return
  }
  await outbox.delete(op.seq)
  const version = gone ? 0 : (result.version ?? op.base_version + 1)
  await keepAcknowledged(tx, op, version, epoch)
  // One that is sent again and found there says nothing of how far the entry has come since.
  const behind = op.again === undefined || result.status !== "duplicate"
  for (const other of later)
    if (behind && other.again === undefined) await outbox.put({ ...other, base_version: version })
  // "duplicate" may be all that is ever heard of a conflict; that it was one, its version tells.
  const clashed = result.status === "conflict" || (result.status === "duplicate" && version > op.base_version + 1)
  if (clashed && op.again === undefined) await noteConflict(tx, op)
  if (later.length === 0) await arrived(op, version)
}

/** Kept to be seen and changed, unless a newer change of the same entry already stands behind it and takes its place. */
export async function keepRefused(tx: Exchange, op: WaitingOp, problem?: ProblemBody | null): Promise<void> {
  const outbox = tx.objectStore("outbox")
  const siblings = await siblingsOf(tx, op)
  if (siblings.some(({ seq }) => seq > op.seq)) await outbox.delete(op.seq)
  else await outbox.put({ ...op, state: "rejected", problem: problem ?? undefined })
}

/** What was to be deleted is not there any more: done, whoever did it. */
const wasGone = (op: WaitingOp, result: SyncResult) =>
  op.content === "delete" && result.status === "rejected" && result.problem?.code === "not_found"

const siblingsOf = (tx: Exchange, op: WaitingOp) => tx.objectStore("outbox").index("entry").getAll(op.entry_id)

/** Version 0: a deletion of what is not there. It counts until the person writes the entry anew. */
async function keepAcknowledged(tx: Exchange, op: WaitingOp, version: number, epoch: string): Promise<void> {
  const { seq, op_id, patient_id, entry_id, base_version, captured_at, content } = op
  const change = { seq, op_id, patient_id, entry_id, base_version, captured_at, content }
  const acknowledged = tx.objectStore("acknowledged")
  for (const old of await acknowledged.index("entry").getAll(entry_id))
    if (old.version === 0 && old.seq < seq) await acknowledged.delete(old.seq)
  await acknowledged.put({ ...change, version, epoch, acknowledged_at: Date.now() })
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
