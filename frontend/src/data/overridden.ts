import { answer, api, Offline, Problem } from "./api"
import { announce, isSure } from "./changes"
import { type Database, database, type Overridden } from "./db"
import { remove, save } from "./outbox"
import type { Version } from "./types"

/** Entries of which a version is in the history that nobody has weighed against the one on top. Newest first. */
export async function overridden(): Promise<Overridden[]> {
  const all = await (await database()).getAll("overridden")
  return all.filter(isSure).sort((one, other) => other.at.localeCompare(one.at))
}

/** The version on top is the right one. */
export async function itIsFine(entryId: string): Promise<void> {
  await (await database()).delete("overridden", entryId)
  await announce()
}

/** The version that was overridden comes on top again, as a change of its own: the other stays in the history. */
export async function bringBack(entryId: string, { payload, occurred_at, ended_at, deleted }: Version): Promise<void> {
  const kept = await (await database()).get("overridden", entryId)
  if (!kept) return
  const entry = { id: entryId, patient_id: kept.patient_id }
  if (deleted || !payload || !occurred_at) await remove(entry)
  else await save({ ...entry, occurred_at, ended_at, payload })
  await itIsFine(entryId)
}

/** Fetches what was overridden, so that it can be read and brought back without a connection too. */
export async function askHistories(db: Database): Promise<void> {
  for (const one of await db.getAll("overridden")) {
    if (one.asked) continue
    const path = { patient_id: one.patient_id, entry_id: one.entry_id }
    try {
      const { items } = await answer(
        api.GET("/api/v1/patients/{patient_id}/entries/{entry_id}/history", { params: { path } }),
      )
      await keep(db, one, unseenIn(items, one))
    } catch (error) {
      if (error instanceof Problem && error.status === 404) await keep(db, one, [])
      else if (error instanceof Problem || error instanceof Offline)
        return // asked again after the next exchange
      else throw error
    }
  }
}

function unseenIn(items: Version[], { why, mine }: Overridden): Version[] {
  if (why === "theirs came later") return items.filter(({ version, unseen }) => version === mine && unseen)
  const base = items.find(({ version }) => version === mine)?.base_version ?? mine
  return items.filter(({ version }) => version > base && version < mine)
}

async function keep(db: Database, asked: Overridden, unseen: Version[]): Promise<void> {
  const tx = db.transaction("overridden", "readwrite")
  const now = await tx.store.get(asked.entry_id)
  // Settled by the person, or overridden once more, while the history was on its way.
  if (now?.at !== asked.at) return
  if (unseen.length === 0 && asked.why === "theirs came later") await tx.store.delete(asked.entry_id)
  else await tx.store.put({ ...asked, unseen, asked: true })
  await tx.done
}
