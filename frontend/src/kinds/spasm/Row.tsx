import { lengthInWords, minutesBetween } from "../../data/time"
import type { Entry, Spasm } from "../../data/types"
import { placesInWords } from "../../ui/body/words"
import { EntryLine } from "../../ui/EntryLine"
import { listed } from "../words"

export function Row({ entry }: { entry: Entry<Spasm> }) {
  const { peak, regions, note } = entry.payload
  const length = entry.ended_at ? lengthInWords(minutesBetween(entry.occurred_at, entry.ended_at)) : "still going on"
  const detail = listed([length, placesInWords(regions), note])
  return <EntryLine entry={entry} icon="spasm" title="Spasm" detail={detail} score={peak} />
}
