import type { Entry, Injury } from "../../data/types"
import { placesInWords } from "../../ui/body/words"
import { EntryLine } from "../../ui/EntryLine"
import { listed } from "../words"

export function Row({ entry }: { entry: Entry<Injury> }) {
  const { activity, regions, stopped, note } = entry.payload
  const detail = listed([placesInWords(regions), stopped && "had to stop", note])
  return <EntryLine entry={entry} icon="injury" title={`Injury: ${activity}`} detail={detail} />
}
