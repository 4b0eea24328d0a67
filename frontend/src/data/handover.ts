import { answer, api } from "./api"
import { database } from "./db"
import { position, takeBatch } from "./exchange"
import type { SyncAnswer, SyncOp } from "./types"

/** Past every revision, so that the server sends nothing back. */
const NOTHING_BACK = Number.MAX_SAFE_INTEGER
/** The epoch is the server's, the same for every patient: known once, even the first exchange brings no history. */
const THE_SERVER = "the server"

/**
 * What a practice wrote for a patient. Its device is no place for patients' histories: it asks for nothing back, and
 * an entry that the server holds leaves it.
 */
export async function handOver(patientId: string): Promise<void> {
  for (let ops = await takeBatch(patientId); ops.length > 0; ops = await takeBatch(patientId)) {
    const params = { path: { patient_id: patientId } }
    const { epoch } = await position(THE_SERVER)
    const body = { epoch, cursor: NOTHING_BACK, ops }
    const said: SyncAnswer = await answer(api.POST("/api/v1/patients/{patient_id}/sync", { params, body }))
    await leave(ops, said)
    const answered = new Set(said.results.map(result => result.op_id))
    if (!ops.every(op => answered.has(op.op_id))) throw new Error("the answer leaves out some of what was sent")
  }
}

async function leave(sent: SyncOp[], said: SyncAnswer): Promise<void> {
  const tx = (await database()).transaction(["entries", "outbox", "positions"], "readwrite", { durability: "strict" })
  const outbox = tx.objectStore("outbox")
  const results = new Map(said.results.map(result => [result.op_id, result]))
  for (const { op_id } of sent) {
    const result = results.get(op_id)
    const op = await outbox.get(op_id)
    if (!result || !op) continue
    const later = (await outbox.index("entry").getAll(op.entry_id)).filter(other => other.op_id > op_id)
    if (result.status === "rejected" && later.length === 0) {
      await outbox.put({ ...op, state: "rejected", problem: result.problem ?? undefined })
      continue
    }
    await outbox.delete(op_id)
    if (later.length === 0) await tx.objectStore("entries").delete(op.entry_id)
    if (result.status === "rejected") continue
    for (const other of later) await outbox.put({ ...other, base_version: result.version ?? op.base_version + 1 })
  }
  await tx.objectStore("positions").put({ epoch: said.epoch, cursor: 0, offered: said.epoch }, THE_SERVER)
  await tx.done
}
