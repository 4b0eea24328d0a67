import { database } from "../data/db"
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
