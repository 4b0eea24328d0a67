import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPObjectStore, openDB } from "idb"
import type { Deleted, Entry, Payload, ProblemBody } from "./types"

/** An entry as this phone holds it. `occurred_ms` is missing on deleted ones, which keeps them out of the index. */
export type StoredEntry = (Entry | Deleted) & { patient_id: string; occurred_ms?: number; epoch?: string }

/** A change on its way to the server. Its content is fixed once it was sent: the server may hold it already. */
export type WaitingOp = {
  /** The order in which they were made: this database's own count, because a phone's clock can be set back. */
  seq: number
  op_id: string
  patient_id: string
  entry_id: string
  base_version: number
  captured_at: string
  state: "waiting" | "sent" | "rejected"
  problem?: ProblemBody
  content: { occurred_at: string; ended_at: string | null; payload: Payload } | "delete"
  /** The entry as the server last had it, to go back to when the person gives this change up. */
  before: StoredEntry | null
}

export type Position = { epoch: string | null; cursor: number; offered: string | null }

interface Schema extends DBSchema {
  entries: { key: string; value: StoredEntry; indexes: { occurred: [string, number] } }
  outbox: { key: number; value: WaitingOp; indexes: { entry: string; op: string } }
  positions: { key: string; value: Position }
  documents: { key: string; value: { data: unknown; fetched_at: number } }
  drafts: { key: string; value: unknown }
}
export type Database = IDBPDatabase<Schema>
export type Outbox = IDBPObjectStore<Schema, typeof EXCHANGED, "outbox", "readwrite">

const EXCHANGED: ("entries" | "outbox" | "positions")[] = ["entries", "outbox", "positions"]
/** A new change takes the next number. */
export const enqueue = (outbox: Pick<Outbox, "add">, op: Omit<WaitingOp, "seq">) => outbox.add(op as WaitingOp)

/** What an exchange with the server changes, all or nothing. */
export const exchanging = (db: Database) => db.transaction(EXCHANGED, "readwrite", { durability: "strict" })

let tellTakenAway = () => {}
/** Another tab has deleted this database, or made a newer one of it: what this page shows is no longer there. */
export function onTakenAway(tell: () => void) {
  tellTakenAway = tell
}

let opened: { name: string; database: Promise<Database> } | undefined

/** Each person has a database of their own, so that two people on one phone never see or send each other's words. */
export function openFor(personId: string): Promise<Database> {
  const name = `backstory-${personId}`
  if (opened?.name !== name) opened = { name, database: open(name) }
  return opened.database
}

export function database(): Promise<Database> {
  if (!opened) throw new Error("nobody's database is open")
  return opened.database
}

export async function forget(personId: string): Promise<void> {
  const name = `backstory-${personId}`
  if (opened?.name === name) {
    ;(await opened.database).close()
    opened = undefined
  }
  await deleteDB(name)
}

const isSent = ({ state }: WaitingOp) => state === "sent"

function open(name: string): Promise<Database> {
  return openDB<Schema>(name, 2, {
    async upgrade(db, from, _to, tx) {
      if (from < 1) {
        db.createObjectStore("entries", { keyPath: "id" }).createIndex("occurred", ["patient_id", "occurred_ms"])
        db.createObjectStore("positions")
        db.createObjectStore("documents")
        db.createObjectStore("drafts")
      }
      const unsent = from === 1 ? await tx.objectStore("outbox").getAll() : []
      if (from === 1) db.deleteObjectStore("outbox")
      const outbox = db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true })
      outbox.createIndex("entry", "entry_id")
      outbox.createIndex("op", "op_id", { unique: true })
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
      if (opened?.name === name) opened = undefined
    },
  })
}
