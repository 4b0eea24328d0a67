import { newest } from "./entries"
import { useLive } from "./live"
import type { Place } from "./types"

const LOOK_BACK = 20
const SHOWN = 4

/** The places this person named lately, most recent first. */
export function useUsedPlaces(patientId: string): Place[] {
  return useLive(() => usedPlaces(patientId), [patientId]) ?? []
}

async function usedPlaces(patientId: string): Promise<Place[]> {
  const found = new Map<string, Place>()
  for (const { payload } of await newest(patientId, LOOK_BACK, ["checkin", "spasm"])) {
    if (payload.kind !== "checkin" && payload.kind !== "spasm") continue
    for (const { region, side } of payload.regions ?? []) found.set(`${region} ${side}`, { region, side })
  }
  return [...found.values()].slice(0, SHOWN)
}
