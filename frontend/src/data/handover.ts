import { answer, api, Problem } from "./api"
import { keepRefused, laterOf, patientsWithWaiting, sendBatch, wasGone } from "./batch"
import { type Database, exchanging } from "./db"
import { position } from "./exchange"
import type { ProblemBody, SyncAnswer, SyncOp } from "./types"

/** Past every revision, so that the server sends nothing back. */
const NOTHING_BACK = Number.MAX_SAFE_INTEGER
/** The epoch is the server's, the same for every patient: known once, even the first exchange brings no history. */
const THE_SERVER = "the server"
const NO_LONGER_OURS = ["not_found", "not_yours_to_do"]

/**
 * What a practice wrote for a patient. Its device is no place for patients' histories: it asks for nothing back, and
 * an entry that the server holds leaves it.
 */
export async function handOver(db: Database, patientId: string): Promise<void> {
  try {
    await handOverAll(db, patientId)
  } catch (error) {
    // A practice that may no longer write for a patient keeps its words on the device, where they can be seen.
    if (!(error instanceof Problem && NO_LONGER_OURS.includes(error.code))) throw error
    await refuseAll(db, patientId, error.body)
  }
}

async function handOverAll(db: Database, patientId: string): Promise<void> {
  const params = { path: { patient_id: patientId } }
  do {
    const { epoch } = await position(db, THE_SERVER)
    const { ops, said } = await sendBatch(
      db,
      patientId,
      ops =>
        answer(
          api.POST("/api/v1/patients/{patient_id}/sync", { params, body: { epoch, cursor: NOTHING_BACK, ops } }),
        ) as Promise<SyncAnswer>,
    )
    await leave(db, ops, said)
    const answered = new Set(said.results.map(result => result.op_id))
    if (!ops.every(op => answered.has(op.op_id))) throw new Error("the answer leaves out some of what was sent")
  } while ((await patientsWithWaiting(db)).includes(patientId))
}

async function refuseAll(db: Database, patientId: string, problem: ProblemBody): Promise<void> {
  const tx = db.transaction("outbox", "readwrite")
  for (const op of await tx.store.getAll())
    if (op.patient_id === patientId) await tx.store.put({ ...op, state: "rejected", problem })
  await tx.done
}

async function leave(db: Database, sent: SyncOp[], said: SyncAnswer): Promise<void> {
  const tx = exchanging(db)
  const outbox = tx.objectStore("outbox")
  const results = new Map(said.results.map(result => [result.op_id, result]))
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
    if (later.length === 0) await tx.objectStore("entries").delete(op.entry_id)
    const version = gone ? 0 : (result.version ?? op.base_version + 1)
    for (const other of later) await outbox.put({ ...other, base_version: version })
  }
  await tx.objectStore("positions").put({ epoch: said.epoch, cursor: 0, offered: said.epoch }, THE_SERVER)
  await tx.done
}
