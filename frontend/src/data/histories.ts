import { answer, api, Offline, Problem } from "./api"
import type { Database, Overridden } from "./db"
import type { Version } from "./types"

/** Fetches what was overridden, so that it can be read and brought back without a connection too. */
export async function askHistories(db: Database): Promise<void> {
  for (const one of await db.getAll("overridden")) {
    if (one.asked) continue
    const path = { patient_id: one.patient_id, entry_id: one.entry_id }
    try {
      const { items } = await answer(
        api.GET("/api/v1/patients/{patient_id}/entries/{entry_id}/history", { params: { path } }),
      )
      await keep(
        db,
        one,
        items.filter(({ version, unseen }) => unseen && version >= one.from),
      )
    } catch (error) {
      if (error instanceof Problem && error.status === 404) await keep(db, one, [])
      else if (error instanceof Problem || error instanceof Offline)
        return // asked again after the next exchange
      else throw error
    }
  }
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
