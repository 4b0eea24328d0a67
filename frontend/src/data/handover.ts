import { Problem } from "./api"
import { sendBatch, waitsFor } from "./batch"
import { type Database, exchanging, whole } from "./db"
import { position } from "./exchange"
import { buried, sayAgain, sendAgainAll } from "./restored"
import { settleResults } from "./settlement"
import type { ProblemBody, SyncAnswer, SyncOp } from "./types"

/** Past every revision, so that the server sends nothing back. */
const NOTHING_BACK = Number.MAX_SAFE_INTEGER
/** The epoch is the server's, the same for every patient: known once, even the first exchange brings no history. */
const THE_SERVER = "the server"
const NO_LONGER_OURS = ["not_found", "not_yours_to_do"]

type Ask = (body: { epoch: string | null; cursor: number; ops: SyncOp[] }) => Promise<SyncAnswer>

/**
 * What a practice wrote for a patient. Its device is no place for patients' histories: it asks for nothing back, and
 * an entry that the server holds leaves it. Only its own changes stay a while, for a server that is restored.
 */
export async function handOver(
  db: Database,
  patientId: string,
  me: string,
  ask: Ask,
  settled: (ops: SyncOp[], said: SyncAnswer) => Promise<void>,
): Promise<void> {
  try {
    let before = ""
    do {
      const { epoch } = await position(db, THE_SERVER)
      const { ops, said } = await sendBatch(db, patientId, me, ops => ask({ epoch, cursor: NOTHING_BACK, ops }))
      const all = await leave(db, ops, said)
      await settled(ops, said)
      if (!all) throw new Error("the answer leaves out some of what was sent")
      const batch = JSON.stringify(ops)
      if (batch === before) throw new Error("what was answered is sent again and again")
      before = batch
    } while (await waitsFor(db, patientId))
  } catch (error) {
    // A practice that may no longer write for a patient keeps its words on the device, where they can be seen.
    if (!(error instanceof Problem && NO_LONGER_OURS.includes(error.code))) throw error
    await refuseAll(db, patientId, error.body)
  }
}

/** Somebody whose changes are kept here: an exchange for them tells whether the server is still the same. */
export async function lastWrittenFor(db: Database): Promise<string | undefined> {
  const newest = await db.transaction("acknowledged").store.openCursor(null, "prev")
  return newest?.value.patient_id
}

async function refuseAll(db: Database, patientId: string, problem: ProblemBody): Promise<void> {
  const tx = db.transaction("outbox", "readwrite")
  await whole(tx, async () => {
    for (const op of await tx.store.getAll())
      if (op.patient_id === patientId) await tx.store.put({ ...op, state: "rejected", problem })
  })
}

async function leave(db: Database, sent: SyncOp[], said: SyncAnswer): Promise<boolean> {
  const tx = exchanging(db)
  return whole(tx, async () => {
    const before = await tx.objectStore("positions").get(THE_SERVER)
    if (before && before.epoch !== said.epoch) await sendAgainAll(tx, said.epoch)
    const all = await settleResults(tx, sent, said, async (op, version) => {
      const words = await buried(tx, op, version, said.epoch)
      if (words) await sayAgain(tx, words, version, null)
      else await tx.objectStore("entries").delete(op.entry_id)
    })
    await tx.objectStore("positions").put({ epoch: said.epoch, cursor: 0, offered: said.epoch }, THE_SERVER)
    return all
  })
}
