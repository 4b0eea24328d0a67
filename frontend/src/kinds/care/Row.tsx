import type { Care, Entry } from "../../data/types"
import { EntryLine } from "../../ui/EntryLine"
import { listed } from "../words"

export function Row({ entry }: { entry: Entry<Care> }) {
  const { what, dose, note } = entry.payload
  return <EntryLine entry={entry} icon="care" title={what} detail={listed([dose, note])} />
}
