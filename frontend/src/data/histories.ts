import { answer, api, Offline, Problem, stillSignedInAs } from "./api"
import { type Database, type Overridden, whole } from "./db"
import type { Version } from "./types"

/** Fetches what was overridden, so that it can be read and brought back without a connection too. */
export async function askHistories(db: Database, me: string): Promise<void> {
  for (const one of await db.getAll("overridden")) {
    if (one.asked) continue
    const path = { patient_id: one.patient_id, entry_id: one.entry_id }
    try {
      await stillSignedInAs(me) // under another cookie every history is one that is not there
      const { items } = await answer(
        api.GET("/api/v1/patients/{patient_id}/entries/{entry_id}/history", { params: { path } }),
      )
      await keep(db, one, items)
    } catch (error) {
      if (error instanceof Problem && error.status === 404) continue // restored without it: it is still to be sent again
      if (error instanceof Problem || error instanceof Offline) return // asked again after the next exchange
      throw error
    }
  }
}

async function keep(db: Database, asked: Overridden, history: Version[]): Promise<void> {
  const unseen = history.filter(({ version, unseen }) => unseen && version >= asked.from)
  // Deleted here and there: both wanted the same.
  const agreed = [...unseen, history.at(-1)].every(version => version?.deleted)
  const tx = db.transaction("overridden", "readwrite")
  await whole(tx, async () => {
    const now = await tx.store.get(asked.entry_id)
    // Settled by the person, or overridden once more, while the history was on its way.
    if (now?.at !== asked.at) return
    if (agreed || (unseen.length === 0 && asked.why === "theirs came later")) await tx.store.delete(asked.entry_id)
    else await tx.store.put({ ...asked, unseen, asked: true })
  })
}
