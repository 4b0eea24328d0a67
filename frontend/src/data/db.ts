import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPObjectStore, type IDBPTransaction, openDB } from "idb"
import type { Deleted, Entry, Payload, ProblemBody, Version } from "./types"

/** An entry as this phone holds it. `occurred_ms` is missing on deleted ones, which keeps them out of the index. */
export type StoredEntry = (Entry | Deleted) & { patient_id: string; occurred_ms?: number; epoch?: string }

/** A change that was made here. Its content is fixed once it was sent: the server may hold it already. */
type Change = {
  /** The order in which they were made: this database's own count, because a phone's clock can be set back. */
  seq: number
  op_id: string
  patient_id: string
  entry_id: string
  base_version: number
  captured_at: string
  content: { occurred_at: string; ended_at: string | null; payload: Payload } | "delete"
}

export type WaitingOp = Change & {
  state: "waiting" | "sent" | "rejected"
  problem?: ProblemBody
  /** The entry as the server last had it, to go back to when the person gives this change up. */
  before: StoredEntry | null
  /** The version it had at a server that was since restored from a backup, and is sent to once more, just as it was. */
  again?: number
}

/** Kept for a while after the server had it, for the day on which it is restored from a backup. */
export type AcknowledgedOp = Change & { version: number; epoch: string; acknowledged_at: number }

/** Two devices changed one entry without knowing of each other. The version that is not on top waits for the person's word. */
export type Overridden = {
  entry_id: string
  patient_id: string
  at: string
  why: "mine came later" | "theirs came later"
  /** The first version of the history that may have gone unseen, and those that had, once it was asked. */
  from: number
  unseen: Version[]
  asked: boolean
}

export type Position = { epoch: string | null; cursor: number; offered: string | null }

interface Schema extends DBSchema {
  entries: { key: string; value: StoredEntry; indexes: { occurred: [string, number] } }
  outbox: { key: number; value: WaitingOp; indexes: { entry: string; op: string; state: [string, string] } }
  acknowledged: { key: number; value: AcknowledgedOp; indexes: { entry: string; at: number; version: number } }
  overridden: { key: string; value: Overridden }
  positions: { key: string; value: Position }
  documents: { key: string; value: { data: unknown; fetched_at: number } }
  drafts: { key: string; value: unknown }
}
export type Database = IDBPDatabase<Schema>
export type Exchange = IDBPTransaction<Schema, typeof EXCHANGED, "readwrite">
export type Outbox = IDBPObjectStore<Schema, typeof EXCHANGED, "outbox", "readwrite">

const EXCHANGED: ("entries" | "outbox" | "acknowledged" | "overridden" | "positions")[] = [
  "entries",
  "outbox",
  "acknowledged",
  "overridden",
  "positions",
]
/** A new change takes the next number. */
export const enqueue = (outbox: Pick<Outbox, "add">, op: Omit<WaitingOp, "seq">) => outbox.add(op as WaitingOp)

/** What an exchange with the server changes, all or nothing. */
export const exchanging = (db: Database): Exchange => db.transaction(EXCHANGED, "readwrite", { durability: "strict" })

/** What somebody's save changes. */
export const saving = (db: Database) =>
  db.transaction(["entries", "outbox", "drafts"], "readwrite", { durability: "strict" })
export type Saving = ReturnType<typeof saving>

/** All of it or nothing, also when the work breaks in the middle: a transaction left alone would keep the first half. */
export async function whole<T>(tx: Pick<Exchange, "abort" | "done" | "error">, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work()
    await tx.done
    return result
  } catch (error) {
    try {
      tx.abort()
    } catch {
      // The database has undone it already.
    }
    await tx.done.catch(() => undefined)
    throw tx.error ?? error
  }
}

const AT_ONCE = 50

/** Asked for together, as one after the other each waits its turn; but not all together, which would hold the screen up. */
export async function someAtOnce<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < items.length; n += AT_ONCE) await Promise.all(items.slice(n, n + AT_ONCE).map(work))
}

let tellTakenAway = () => {}
/** Another tab has deleted this database, or made a newer one of it: what this page shows is no longer there. */
export function onTakenAway(tell: () => void) {
  tellTakenAway = tell
}

let opened: { name: string; database: Promise<Database>; failed?: true } | undefined

const nameFor = (personId: string) => `backstory-${personId}`
const PERSONAL = /^backstory-\w{8}-\w{4}-/ // the reports of prompts have a database beside these

/** Each person has a database of their own, so that two people on one phone never see or send each other's words. */
export function openFor(personId: string): Promise<Database> {
  return openAs(nameFor(personId))
}

/** One that could not be opened is tried again by whoever asks next: there may be room or memory by then. */
function openAs(name: string): Promise<Database> {
  if (opened?.name === name && !opened.failed) return opened.database
  const opening: typeof opened = { name, database: open(name) }
  opening.database.catch(() => {
    opening.failed = true
  })
  opened = opening
  return opening.database
}

export function database(): Promise<Database> {
  if (!opened) throw new Error("nobody's database is open")
  return openAs(opened.name)
}

/** Whether this phone keeps a database for them. */
export async function holds(personId: string): Promise<boolean> {
  return (await indexedDB.databases()).some(({ name }) => name === nameFor(personId))
}

/** Where the browser can tell which there are. One that cannot be opened does not hold up the others. */
export async function withOthers(me: string, work: (db: Database) => Promise<void>): Promise<void> {
  for (const { name = "" } of (await indexedDB.databases?.()) ?? []) {
    if (!PERSONAL.test(name) || name === nameFor(me)) continue
    const db = await open(name).catch(() => undefined)
    if (db) await work(db).finally(() => db.close())
  }
}

export async function forget(personId: string): Promise<void> {
  const name = nameFor(personId)
  if (opened?.name === name) {
    const closing = opened.database
    opened = undefined
    await closing.then(db => db.close()).catch(() => undefined)
  }
  await deleteDB(name)
}

const isSent = ({ state }: WaitingOp) => state === "sent"

async function open(name: string): Promise<Database> {
  return openDB<Schema>(name, 3, {
    async upgrade(db, from, _to, tx) {
      if (from < 1) {
        db.createObjectStore("entries", { keyPath: "id" }).createIndex("occurred", ["patient_id", "occurred_ms"])
        db.createObjectStore("positions")
        db.createObjectStore("documents")
        db.createObjectStore("drafts")
      }
      if (from < 3) {
        db.createObjectStore("overridden", { keyPath: "entry_id" })
        const acknowledged = db.createObjectStore("acknowledged", { keyPath: "seq" })
        acknowledged.createIndex("entry", "entry_id")
        acknowledged.createIndex("at", "acknowledged_at")
        acknowledged.createIndex("version", "version")
      }
      if (from === 2) {
        tx.objectStore("outbox").createIndex("state", ["state", "patient_id"])
        return
      }
      const unsent = from === 1 ? await tx.objectStore("outbox").getAll() : []
      if (from === 1) db.deleteObjectStore("outbox")
      const outbox = db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true })
      outbox.createIndex("entry", "entry_id")
      outbox.createIndex("op", "op_id", { unique: true })
      outbox.createIndex("state", ["state", "patient_id"])
      // Until version 2 the order was that of op_id, a time; but what was sent is older than what waits behind it.
      const [sent, behind] = [unsent.filter(isSent), unsent.filter(op => !isSent(op))]
      for (const op of [...sent, ...behind]) await outbox.add(op)
    },
    blocking(_current, _blocked, event) {
      ;(event.target as IDBDatabase).close()
      if (opened?.name !== name) return
      opened = undefined
      tellTakenAway()
    },
    terminated() {
      // The browser closed it, short of memory or because site data was cleared: what is written next needs it open.
      if (opened?.name === name) opened.failed = true
    },
  })
}
