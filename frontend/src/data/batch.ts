import { Problem, stillSignedInAs } from "./api"
import { type Database, exchanging, someAtOnce, type WaitingOp, whole } from "./db"
import { keepRefused } from "./settlement"
import type { ProblemBody, SyncAnswer, SyncOp } from "./types"

const MOST_OPS = 500
const MOST_BYTES = 1_000_000 // the server takes 1 MiB; the rest is for the envelope
/** Too large, not readable, not valid: sending the same again is refused again. */
const REFUSED_FOR_GOOD = [400, 413, 422]

type Sent = { ops: SyncOp[]; said: SyncAnswer }

export async function patientsWithWaiting(db: Database): Promise<string[]> {
  const found = new Set<string>()
  const kinds = db.transaction("outbox").store.index("state")
  for (let one = await kinds.openKeyCursor(null, "nextunique"); one; one = await one.continue()) {
    const [state, patientId] = one.key
    if (state !== "rejected") found.add(patientId)
  }
  return [...found]
}

export async function waitsFor(db: Database, patientId: string): Promise<boolean> {
  const state = db.transaction("outbox").store.index("state")
  const counts = await Promise.all([state.count(["waiting", patientId]), state.count(["sent", patientId])])
  return counts.some(count => count > 0)
}

/**
 * Sends one batch. One that is refused as a whole is halved, until the change that the server cannot take is alone.
 * Whose cookie it goes with is asked first: another tab may have signed somebody in, and what never left stays editable.
 */
export async function sendBatch(
  db: Database,
  patientId: string,
  me: string,
  send: (ops: SyncOp[]) => Promise<SyncAnswer>,
): Promise<Sent> {
  let most = MOST_OPS
  for (;;) {
    await stillSignedInAs(me)
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
  const unsent: WaitingOp[] = []
  const taken = new Set<string>()
  let bytes = 0
  await whole(tx, async () => {
    for await (const op of inOrder(tx.store)) {
      if (op.patient_id !== patientId || op.state === "rejected" || taken.has(op.entry_id)) continue
      const sending = onTheWire(op)
      bytes += new TextEncoder().encode(JSON.stringify(sending)).length + 1
      if (batch.length === most || (batch.length > 0 && bytes > MOST_BYTES)) break
      batch.push(sending)
      taken.add(op.entry_id)
      if (op.state !== "sent") unsent.push({ ...op, state: "sent" })
    }
    await someAtOnce(unsent, op => tx.store.put(op))
  })
  return batch
}

type Numbered = { getAll(range: IDBKeyRange, count: number): Promise<WaitingOp[]> }

/** A handful at a time: with thousands waiting, a batch does not read them all. */
async function* inOrder(outbox: Numbered): AsyncGenerator<WaitingOp> {
  let after = 0
  for (;;) {
    const some = await outbox.getAll(IDBKeyRange.lowerBound(after, true), MOST_OPS)
    yield* some
    const last = some.at(-1)
    if (!last) return
    after = last.seq
  }
}

async function refuse(db: Database, opId: string, problem: ProblemBody): Promise<void> {
  const tx = exchanging(db)
  await whole(tx, async () => {
    const op = await tx.objectStore("outbox").index("op").get(opId)
    if (op) await keepRefused(tx, op, problem)
  })
}

function onTheWire(op: WaitingOp): SyncOp {
  const { op_id, entry_id, base_version, captured_at } = op
  if (op.content === "delete") return { op_id, entry_id, base_version, captured_at, delete: true }
  return { op_id, entry_id, base_version, captured_at, ...op.content }
}
