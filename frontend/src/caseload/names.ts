import { answer, api } from "../data/api"
import { database } from "../data/db"
import { useLive } from "../data/live"
import type { Glance } from "../data/types"

/** Enough to find a patient and record a session without a connection. Nothing of their history is kept. */
export type Name = Pick<Glance, "id" | "name" | "next_appointment_at">

const KEPT = "patients"

export async function keepNames(glances: Glance[]): Promise<void> {
  const data: Name[] = glances.map(({ id, name, next_appointment_at }) => ({ id, name, next_appointment_at }))
  await (await database()).put("documents", { data, fetched_at: Date.now() }, KEPT)
}

export async function keptNames(): Promise<Name[]> {
  return ((await (await database()).get("documents", KEPT))?.data as Name[] | undefined) ?? []
}

/** The name alone, also where somebody came by a link and past the list. */
export function usePatientName(id: string): string | undefined {
  return useLive(async () => {
    const kept = (await keptNames()).find(one => one.id === id)
    if (kept) return kept.name
    const said = await answer(api.GET("/api/v1/patients")).catch(() => null)
    if (said) await keepNames(said.items)
    return said?.items.find(one => one.id === id)?.name
  }, [id])
}
