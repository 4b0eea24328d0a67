import { database, openFor } from "./db"

/** Half-written pages, kept through a reload, a lost connection and another sign-in until they are saved or dropped. */
export async function draft<T>(name: string): Promise<T | undefined> {
  return (await (await database()).get("drafts", name)) as T | undefined
}

export async function keepDraft(name: string, written: unknown): Promise<void> {
  await (await database()).put("drafts", written, name)
}

export async function dropDraft(name: string): Promise<void> {
  await (await database()).delete("drafts", name)
}

/** The next sign-in fetches the diary from its beginning. */
const KEPT_FOR_THE_SERVER = ["documents", "positions", "acknowledged", "overridden"] as const

/** What this device holds and nobody else has stays, all else goes. False when nothing is left. */
export async function keepOnlyUnsent(personId: string): Promise<boolean> {
  const db = await openFor(personId)
  // After an exchange that is still under way: it would put entries back.
  return navigator.locks.request("backstory-sync", async () => {
    const tx = db.transaction(["entries", "outbox", "drafts", ...KEPT_FOR_THE_SERVER], "readwrite")
    const ops = await tx.objectStore("outbox").getAll()
    const unsent = new Set(ops.map(op => op.entry_id))
    const entries = tx.objectStore("entries")
    for (const id of await entries.getAllKeys()) if (!unsent.has(id)) await entries.delete(id)
    for (const name of KEPT_FOR_THE_SERVER) await tx.objectStore(name).clear()
    const drafts = await tx.objectStore("drafts").count()
    await tx.done
    return ops.length + drafts > 0
  })
}
