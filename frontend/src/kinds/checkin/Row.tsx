import type { Checkin, Entry } from "../../data/types"
import { placesInWords } from "../../ui/body/words"
import { EntryLine } from "../../ui/EntryLine"
import { listed } from "../words"

export function Row({ entry }: { entry: Entry<Checkin> }) {
  const { average, regions, note, flare } = entry.payload
  const detail = listed([flare && "a flare", placesInWords(regions), note])
  return <EntryLine entry={entry} icon="checkin" title="Average pain" detail={detail} score={average} />
}
