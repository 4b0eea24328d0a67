import type { Database, Exchange, Position, StoredEntry, WaitingOp } from "./db"
import { exchanging, someAtOnce, whole } from "./db"
import { buried, deleteAfterAll, deletedInVain, sayAgain, sendAgainAll, wordsOf } from "./restored"
import { note, settleResults } from "./settlement"
import type { Deleted, Entry, SyncAnswer, SyncOp } from "./types"

const AT_THE_START: Position = { epoch: null, cursor: 0, offered: null }

export async function position(db: Database, patientId: string): Promise<Position> {
  return (await db.get("positions", patientId)) ?? AT_THE_START
}

/** After a restore the phone first learns all that the server still has, then sends again what it has lost. */
export const isCatchingUp = ({ epoch, offered }: Position) => offered !== null && offered !== epoch

/** Everything the answer says, in one transaction: what was taken, what was refused, what is new, and how far we are. */
export async function settle(
  db: Database,
  patientId: string,
  me: string,
  sent: SyncOp[],
  said: SyncAnswer,
): Promise<boolean> {
  const tx = exchanging(db)
  return whole(tx, async () => {
    const positions = tx.objectStore("positions")
    const before = (await positions.get(patientId)) ?? AT_THE_START
    if (before.epoch !== null && before.epoch !== said.epoch) await sendAgainAll(tx, said.epoch, patientId)
    const all = await settleResults(tx, sent, said, (...settled) => onTop(tx, me, said.epoch, ...settled))
    await takeIn(tx, patientId, me, said)
    const offered = before.offered ?? said.epoch
    const caughtUp = !said.more && offered !== said.epoch
    if (caughtUp) await offerUnknown(tx, patientId, me, said.epoch)
    const now = { epoch: said.epoch, cursor: said.cursor, offered: caughtUp ? said.epoch : offered }
    await positions.put(now, patientId)
    return all
  })
}

/** The last change of an entry is there: what the phone shows is now what the server has. */
async function onTop(tx: Exchange, me: string, epoch: string, op: WaitingOp, version: number): Promise<void> {
  const entries = tx.objectStore("entries")
  const stored = await entries.get(op.entry_id)
  const words = await buried(tx, op, version, epoch)
  if (words) await sayAgain(tx, words, version, op.before)
  else if (version === 0) await entries.delete(op.entry_id)
  // While it was under way, the server told of this version or a later one; it will not tell again.
  else if (op.before?.epoch === epoch && op.before.version >= version) {
    const ours = stored?.epoch === epoch ? { ...stored, version: Math.max(stored.version, version) } : stored
    await arrive(tx, me, ours, op.before)
  } else if (stored) {
    const known = stored.epoch === epoch ? Math.max(stored.version, version) : version
    await entries.put({ ...stored, version: known, epoch })
  }
}

async function takeIn(tx: Exchange, patientId: string, me: string, { entries, epoch }: SyncAnswer): Promise<void> {
  const outbox = tx.objectStore("outbox")
  const inVain = await deletedInVain(tx)
  const nothingWaits = inVain.size === 0 && (await outbox.count()) === 0
  await someAtOnce(entries, async incoming => {
    const arrived = toStored(incoming, patientId, epoch)
    if ("payload" in incoming) await deleteAfterAll(tx, inVain.get(incoming.id))
    const ops = nothingWaits ? [] : await outbox.index("entry").getAll(incoming.id)
    if (ops.length === 0) return arrive(tx, me, await tx.objectStore("entries").get(incoming.id), arrived)
    for (const op of ops) await outbox.put({ ...op, before: arrived })
  })
}

/** What comes in takes its place, unless it is older than what a restored server once had from us. */
async function arrive(tx: Exchange, me: string, stored: StoredEntry | undefined, arrived: StoredEntry): Promise<void> {
  const elsewhere = stored && stored.epoch !== arrived.epoch
  // A deletion does not tell whose entry it was; what arrives does.
  if (elsewhere && stored.version > arrived.version && isMine(stored, me) && isMine(arrived, me)) {
    await sayAgain(tx, wordsOf(stored), arrived.version, arrived)
    return
  }
  if (stored && !elsewhere && stored.version < arrived.version) await noteOverridden(tx, stored, arrived)
  await tx.objectStore("entries").put(arrived)
}

/** Whether the later version had seen ours, its history will tell. */
async function noteOverridden(tx: Exchange, stored: StoredEntry, { version, epoch }: StoredEntry): Promise<void> {
  const ours = await tx.objectStore("acknowledged").index("entry").getAll(stored.id)
  const wrote = (asked: number) => ours.some(op => op.epoch === epoch && op.version === asked)
  if (!wrote(stored.version) || wrote(version)) return
  const { id: entry_id, patient_id } = stored
  await note(tx, { entry_id, patient_id, why: "theirs came later", from: stored.version })
}

/** A restored server may have forgotten what it once had: offered again is what it did not mention. */
async function offerUnknown(tx: Exchange, patientId: string, me: string, epoch: string): Promise<void> {
  const waits = tx.objectStore("outbox").index("entry")
  for await (const { value: stored } of tx.objectStore("entries")) {
    const unknown = stored.patient_id === patientId && stored.version > 0 && stored.epoch !== epoch
    // What was deleted stays noted: another phone may give the server the entry back.
    if (!unknown || !("payload" in stored) || !isMine(stored, me)) continue
    if ((await waits.count(stored.id)) === 0) await sayAgain(tx, wordsOf(stored), 0, null)
  }
}

const isMine = (stored: StoredEntry, me: string) =>
  !("recorded_by" in stored) || !stored.recorded_by || stored.recorded_by.id === me

function toStored(incoming: Entry | Deleted, patient_id: string, epoch: string): StoredEntry {
  if (!("payload" in incoming)) return { ...incoming, patient_id, epoch }
  return { ...incoming, patient_id, epoch, occurred_ms: Date.parse(incoming.occurred_at) }
}
