import { announce, isSure } from "./changes"
import { database, type Overridden } from "./db"
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
