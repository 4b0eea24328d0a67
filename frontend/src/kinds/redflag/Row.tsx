import type { Entry, Redflag } from "../../data/types"
import { EntryLine } from "../../ui/EntryLine"

export function Row({ entry }: { entry: Entry<Redflag> }) {
  const { symptoms, cleared } = entry.payload
  const detail = cleared ? "cleared" : (symptoms ?? []).map(sign => sign.replaceAll("_", " ")).join("; ")
  return <EntryLine entry={entry} icon="redflag" title="Urgent symptoms" detail={detail} />
}
