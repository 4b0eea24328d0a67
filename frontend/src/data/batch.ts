import { Problem } from "./api"
import { type Database, exchanging, type Outbox, type WaitingOp } from "./db"
import type { ProblemBody, SyncAnswer, SyncOp, SyncResult } from "./types"

const MOST_OPS = 500
const MOST_BYTES = 1_000_000 // the server takes 1 MiB; the rest is for the envelope
/** Too large, not readable, not valid: sending the same again is refused again. */
const REFUSED_FOR_GOOD = [400, 413, 422]

type Sent = { ops: SyncOp[]; said: SyncAnswer }

export async function patientsWithWaiting(db: Database): Promise<string[]> {
  const ops = await db.getAll("outbox")
  return [...new Set(ops.filter(op => op.state !== "rejected").map(op => op.patient_id))]
}

/** Sends one batch. One that is refused as a whole is halved, until the change that the server cannot take is alone. */
export async function sendBatch(
  db: Database,
  patientId: string,
  send: (ops: SyncOp[]) => Promise<SyncAnswer>,
): Promise<Sent> {
  let most = MOST_OPS
  for (;;) {
    const ops = await takeBatch(db, patientId, most)
    try {
      const said = await send(ops)
      return { ops, said }
    } catch (error) {
      const [one, ...others] = ops
      if (!one || !(error instanceof Problem) || !REFUSED_FOR_GOOD.includes(error.status)) throw error
      if (others.length === 0) await refuse(db, one.op_id, error.body)
      most = others.length === 0 ? MOST_OPS : Math.ceil(ops.length / 2)
    }
  }
}

/** One change per entry and batch: the next one of the same entry is based on the version that this one gets. */
export async function takeBatch(db: Database, patientId: string, most: number = MOST_OPS): Promise<SyncOp[]> {
  const tx = db.transaction("outbox", "readwrite")
  const batch: SyncOp[] = []
  const taken = new Set<string>()
  let bytes = 0
  for (const op of await tx.store.getAll()) {
    if (op.patient_id !== patientId || op.state === "rejected" || taken.has(op.entry_id)) continue
    const sending = onTheWire(op)
    bytes += new TextEncoder().encode(JSON.stringify(sending)).length + 1
    if (batch.length === most || (batch.length > 0 && bytes > MOST_BYTES)) break
    batch.push(sending)
    taken.add(op.entry_id)
    await tx.store.put({ ...op, state: "sent" })
  }
  await tx.done
  return batch
}

async function refuse(db: Database, opId: string, problem: ProblemBody): Promise<void> {
  const tx = exchanging(db)
  const outbox = tx.objectStore("outbox")
  const op = await outbox.index("op").get(opId)
  if (op) await keepRefused(outbox, op, await laterOf(outbox, op), problem)
  await tx.done
}

/** What was to be deleted is not there any more: done, whoever did it. */
export const wasGone = (op: WaitingOp, result: SyncResult) =>
  op.content === "delete" && result.status === "rejected" && result.problem?.code === "not_found"

/** Kept to be seen and changed, unless a newer change of the same entry already stands behind it and takes its place. */
export async function keepRefused(outbox: Outbox, op: WaitingOp, later: WaitingOp[], problem?: ProblemBody | null) {
  if (later.length > 0) await outbox.delete(op.seq)
  else await outbox.put({ ...op, state: "rejected", problem: problem ?? undefined })
}

export const laterOf = async (outbox: Outbox, op: WaitingOp): Promise<WaitingOp[]> =>
  (await outbox.index("entry").getAll(op.entry_id)).filter(other => other.seq > op.seq)

function onTheWire(op: WaitingOp): SyncOp {
  const { op_id, entry_id, base_version, captured_at } = op
  if (op.content === "delete") return { op_id, entry_id, base_version, captured_at, delete: true }
  return { op_id, entry_id, base_version, captured_at, ...op.content }
}
