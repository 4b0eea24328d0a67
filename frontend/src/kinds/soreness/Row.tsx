import type { Entry, Soreness } from "../../data/types"
import { placesInWords } from "../../ui/body/words"
import { EntryLine } from "../../ui/EntryLine"
import { listed } from "../words"

export function Row({ entry }: { entry: Entry<Soreness> }) {
  const { score, regions, too_much_pressure, note } = entry.payload
  const tooMuch = too_much_pressure?.length ? `too much pressure: ${placesInWords(too_much_pressure)}` : ""
  const detail = listed([placesInWords(regions), tooMuch, note])
  return <EntryLine entry={entry} icon="soreness" title="Soreness" detail={detail} score={score} />
}
