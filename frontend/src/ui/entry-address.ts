import { person } from "../app/session"
import type { Entry } from "../data/types"

/** A practice reads entries of many patients, so their address says whose they are. */
export const entryAddress = ({ id, patient_id }: Pick<Entry, "id" | "patient_id">) =>
  person.value?.role === "patient" ? `/entry/${id}` : `/patients/${patient_id}/entries/${id}`

/** Who wrote it, where that goes without saying for neither side: the practice's entries name their author. */
export function authorInWords({ recorded_by }: Entry): string {
  if (!recorded_by || recorded_by.role === "patient") return ""
  return recorded_by.id === person.value?.id ? "by you" : `by ${recorded_by.name}`
}
