import { signal } from "@preact/signals-core"
import { answer, api, Offline, Problem } from "./api"
import { announce } from "./changes"
import { patientsWithWaiting, position, refuseAll, settle, takeBatch } from "./exchange"
import { handOver } from "./handover"
import type { Person, SyncAnswer } from "./types"

export type Reach = "unknown" | "reached" | "offline" | "signed-out" | "trouble"
/** How the last try to reach the server ended, for the quiet line at the top. */
export const reach = signal<Reach>("unknown")

/**
 * Sends what waits and fetches what is new. One sender at a time on this phone: the page, a second tab and the
 * service worker all queue on one lock.
 */
export async function sync(person: Person): Promise<void> {
  await navigator.locks.request("backstory-sync", async () => {
    try {
      const patients = new Set(await patientsWithWaiting())
      if (person.patient_id) patients.add(person.patient_id)
      for (const patient of patients) {
        const sent = patient === person.patient_id ? exchange(patient, person) : handOver(patient)
        await sent.catch(error => keepAsRefused(patient, error))
      }
      reach.value = "reached"
    } catch (error) {
      reach.value = whyNot(error)
      throw error
    } finally {
      await announce()
    }
  })
}

async function exchange(patientId: string, person: Person): Promise<void> {
  for (;;) {
    const { epoch, cursor } = await position(patientId)
    const ops = await takeBatch(patientId)
    const params = { path: { patient_id: patientId } }
    const said: SyncAnswer = await answer(
      api.POST("/api/v1/patients/{patient_id}/sync", { params, body: { epoch, cursor, ops } }),
    )
    const answered = new Set(said.results.map(result => result.op_id))
    await settle(patientId, person.id, ops, said)
    if (!ops.every(op => answered.has(op.op_id))) throw new Error("the answer leaves out some of what was sent")
    const stuck = said.more && ops.length === 0 && said.cursor === cursor && said.epoch === epoch
    if (stuck) throw new Error("the cursor does not move")
    const waiting = (await patientsWithWaiting()).includes(patientId)
    if (!said.more && !waiting) return
  }
}

/** A practice that may no longer write for a patient keeps its words on the phone, where they can be seen. */
async function keepAsRefused(patientId: string, error: unknown): Promise<void> {
  if (!(error instanceof Problem) || (error.status !== 404 && error.status !== 403)) throw error
  await refuseAll(patientId, error.body)
}

function whyNot(error: unknown): Reach {
  if (error instanceof Offline) return "offline"
  return error instanceof Problem && error.status === 401 ? "signed-out" : "trouble"
}
