import { database, type StoredEntry } from "./db"
import type { Entry, Kind, PayloadOf } from "./types"

export const isEntry = (stored: StoredEntry | undefined): stored is StoredEntry & Entry =>
  stored !== undefined && "payload" in stored

export async function entry(id: string): Promise<Entry | undefined> {
  const stored = await (await database()).get("entries", id)
  return isEntry(stored) ? stored : undefined
}

/** Newest first, a page at a time. */
export async function newest(patientId: string, limit: number, kinds?: readonly Kind[]): Promise<Entry[]> {
  return walk(patientId, Number.NEGATIVE_INFINITY, found => found.length < limit, kinds)
}

export async function since(patientId: string, fromMs: number, kinds?: readonly Kind[]): Promise<Entry[]> {
  return walk(patientId, fromMs, () => true, kinds)
}

export const ofKind = <K extends Kind>(entries: Entry[], kind: K) =>
  entries.filter(entry => entry.payload.kind === kind) as Entry<PayloadOf<K>>[]

async function walk(patientId: string, fromMs: number, wanted: (found: Entry[]) => boolean, kinds?: readonly Kind[]) {
  const index = (await database()).transaction("entries").store.index("occurred")
  const range = IDBKeyRange.bound([patientId, fromMs], [patientId, Number.POSITIVE_INFINITY])
  const found: Entry[] = []
  let cursor = await index.openCursor(range, "prev")
  while (cursor && wanted(found)) {
    const stored = cursor.value
    if (isEntry(stored) && (!kinds || kinds.includes(stored.payload.kind))) found.push(stored)
    cursor = await cursor.continue()
  }
  return found
}
