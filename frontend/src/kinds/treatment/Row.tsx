import type { Entry, Treatment } from "../../data/types"
import { placeInWords } from "../../ui/body/words"
import { EntryLine } from "../../ui/EntryLine"
import { listed } from "../words"

export function Row({ entry }: { entry: Entry<Treatment> }) {
  const areas = entry.payload.areas ?? []
  const places = [...new Set(areas.map(placeInWords))].join("; ")
  const tooMuch = areas.filter(area => area.response === "too_much").map(placeInWords)
  const detail = listed([places, tooMuch.length > 0 && `too much: ${tooMuch.join("; ")}`, entry.payload.notes])
  return <EntryLine entry={entry} icon="treatment" title="Session" detail={detail} />
}
