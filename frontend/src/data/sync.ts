import { signal } from "@preact/signals-core"
import { answer, api, Offline, Problem, stillSignedInAs } from "./api"
import { patientsWithWaiting, sendBatch, waitsFor } from "./batch"
import { announce, EXCHANGED_AT, unacknowledged } from "./changes"
import { type Database, openFor } from "./db"
import { isCatchingUp, position, settle } from "./exchange"
import { handOver, lastWrittenFor } from "./handover"
import { askHistories } from "./histories"
import { forgetAcknowledged } from "./restored"
import type { Person, SyncAnswer, SyncOp } from "./types"

export type Reach = "unknown" | "reached" | "offline" | "signed-out" | "trouble"
/** How the last try to reach the server ended, for the quiet line at the top. */
export const reach = signal<Reach>("unknown")

/** How far the exchange is that goes on now. `first`: this phone never had the whole diary yet. */
export type UnderWay = { toSend: number; sent: number; received: number; first: boolean }
export const underWay = signal<UnderWay | null>(null)

/** Screens read again after the first page, then now and then: a first download has thirty pages. */
const TOLD_EVERY_MS = 2_000
let toldAt = Number.NEGATIVE_INFINITY

/**
 * Sends what waits and fetches what is new. One sender at a time on this phone: the page, a second tab and the
 * service worker all queue on one lock.
 */
export async function sync(person: Person): Promise<void> {
  const opened = openFor(person.id) // before the wait for the lock: by its end the page may be somebody else's
  await navigator.locks.request("backstory-sync", async () => {
    try {
      const db = await opened
      await begin(db, person)
      await withEach(db, person)
      await db.put("documents", { data: null, fetched_at: Date.now() }, EXCHANGED_AT)
      reach.value = "reached"
      // A practice's device keeps no history; whoever looks there opens the entry's versions.
      if (person.patient_id) await askHistories(db, person.id)
    } catch (error) {
      reach.value = whyNot(error)
      throw error
    } finally {
      underWay.value = null
      await announce()
    }
  })
}

async function begin(db: Database, person: Person): Promise<void> {
  await forgetAcknowledged(db)
  const [unsent, sent] = await unacknowledged(db.transaction("outbox").store)
  const first = person.patient_id !== null && !(await db.get("documents", EXCHANGED_AT))
  underWay.value = { toSend: unsent + sent, sent: 0, received: 0, first }
  toldAt = Number.NEGATIVE_INFINITY
}

/** One patient's trouble does not hold up the others; without a connection or a session it is everybody's. */
async function withEach(db: Database, person: Person): Promise<void> {
  const patients = new Set(await patientsWithWaiting(db))
  const always = person.patient_id ?? (await lastWrittenFor(db))
  if (always) patients.add(always)
  else if (patients.size === 0) await stillSignedInAs(person.id)
  const troubles: unknown[] = []
  // A set visits what is added on the way: a restored server has forgotten what was written for others too.
  for (const patient of patients) {
    try {
      if (patient === person.patient_id) await exchange(db, patient, person)
      else await handOver(db, patient, person.id, ask(patient), (ops, said) => settled(db, ops, said))
    } catch (error) {
      if (error instanceof Offline || isSignedOut(error)) throw error
      troubles.push(error)
    }
    for (const other of await patientsWithWaiting(db)) patients.add(other)
  }
  if (troubles.length > 0) throw troubles[0]
}

async function exchange(db: Database, patientId: string, person: Person): Promise<void> {
  for (;;) {
    const at = await position(db, patientId)
    const send = (ops: SyncOp[]) => ask(patientId)({ epoch: at.epoch, cursor: at.cursor, ops })
    const { ops, said } = isCatchingUp(at)
      ? { ops: [], said: await stillSignedInAs(person.id).then(() => send([])) }
      : await sendBatch(db, patientId, person.id, send)
    const all = await settle(db, patientId, person.id, ops, said)
    await settled(db, ops, said)
    if (!all) throw new Error("the answer leaves out some of what was sent")
    const stuck = said.more && ops.length === 0 && said.cursor <= at.cursor && said.epoch === at.epoch
    if (stuck) throw new Error("the cursor does not move")
    if (!said.more && !(await waitsFor(db, patientId))) return
  }
}

const ask = (patient_id: string) => async (body: Asked) => {
  const said = await answer(api.POST("/api/v1/patients/{patient_id}/sync", { params: { path: { patient_id } }, body }))
  if (!isWhole(said)) throw new Offline("an answer that is not ours")
  return said as SyncAnswer
}
type Asked = { epoch: string | null; cursor: number; ops: SyncOp[] }

const isWhole = (said: Partial<SyncAnswer> | undefined) =>
  Array.isArray(said?.results) &&
  Array.isArray(said.entries) &&
  typeof said.epoch === "string" &&
  Number.isInteger(said.cursor)

async function settled(db: Database, ops: SyncOp[], said: SyncAnswer): Promise<void> {
  const before = underWay.value ?? { sent: 0, received: 0, first: false }
  const sent = before.sent + ops.length
  // Counted anew: more may have been written since the exchange began.
  const [unsent, again] = await unacknowledged(db.transaction("outbox").store)
  underWay.value = { ...before, sent, toSend: sent + unsent + again, received: before.received + said.entries.length }
  if (performance.now() - toldAt < TOLD_EVERY_MS) return
  toldAt = performance.now()
  await announce()
}

const isSignedOut = (error: unknown) => error instanceof Problem && error.status === 401

function whyNot(error: unknown): Reach {
  if (error instanceof Offline) return "offline"
  return isSignedOut(error) ? "signed-out" : "trouble"
}
