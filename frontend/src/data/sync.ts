import { signal } from "@preact/signals-core"
import { answer, api, Offline, Problem, stillSignedInAs } from "./api"
import { patientsWithWaiting, sendBatch } from "./batch"
import { announce } from "./changes"
import { type Database, openFor } from "./db"
import { position, settle } from "./exchange"
import { handOver } from "./handover"
import type { Person, SyncAnswer } from "./types"

export type Reach = "unknown" | "reached" | "offline" | "signed-out" | "trouble"
/** How the last try to reach the server ended, for the quiet line at the top. */
export const reach = signal<Reach>("unknown")

/** How far the exchange is that goes on now. `first`: this phone never had the whole diary yet. */
export type UnderWay = { toSend: number; sent: number; received: number; first: boolean }
export const underWay = signal<UnderWay | null>(null)

/**
 * Sends what waits and fetches what is new. One sender at a time on this phone: the page, a second tab and the
 * service worker all queue on one lock.
 */
export async function sync(person: Person): Promise<void> {
  const opened = openFor(person.id) // before the wait for the lock: by its end the page may be somebody else's
  await navigator.locks.request("backstory-sync", async () => {
    try {
      await stillSignedInAs(person.id)
      await withEach(await opened, person)
      reach.value = "reached"
    } catch (error) {
      reach.value = whyNot(error)
      throw error
    } finally {
      await announce()
    }
  })
}

/** One patient's trouble does not hold up the others; without a connection or a session it is everybody's. */
async function withEach(db: Database, person: Person): Promise<void> {
  const patients = new Set(await patientsWithWaiting(db))
  if (person.patient_id) patients.add(person.patient_id)
  const troubles: unknown[] = []
  for (const patient of patients) {
    try {
      await (patient === person.patient_id ? exchange(db, patient, person) : handOver(db, patient))
    } catch (error) {
      if (error instanceof Offline || isSignedOut(error)) throw error
      troubles.push(error)
    }
  }
  if (troubles.length > 0) throw troubles[0]
}

async function exchange(db: Database, patientId: string, person: Person): Promise<void> {
  const params = { path: { patient_id: patientId } }
  for (;;) {
    const { epoch, cursor } = await position(db, patientId)
    const { ops, said } = await sendBatch(
      db,
      patientId,
      ops =>
        answer(
          api.POST("/api/v1/patients/{patient_id}/sync", { params, body: { epoch, cursor, ops } }),
        ) as Promise<SyncAnswer>,
    )
    const answered = new Set(said.results.map(result => result.op_id))
    await settle(db, patientId, person.id, ops, said)
    if (!ops.every(op => answered.has(op.op_id))) throw new Error("the answer leaves out some of what was sent")
    const stuck = said.more && ops.length === 0 && said.cursor === cursor && said.epoch === epoch
    if (stuck) throw new Error("the cursor does not move")
    const waiting = (await patientsWithWaiting(db)).includes(patientId)
    if (!said.more && !waiting) return
  }
}

const isSignedOut = (error: unknown) => error instanceof Problem && error.status === 401

function whyNot(error: unknown): Reach {
  if (error instanceof Offline) return "offline"
  return isSignedOut(error) ? "signed-out" : "trouble"
}
