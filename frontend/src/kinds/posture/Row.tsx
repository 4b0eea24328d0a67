import type { Entry, Posture } from "../../data/types"
import { EntryLine } from "../../ui/EntryLine"
import { listed } from "../words"

export function Row({ entry }: { entry: Entry<Posture> }) {
  const { findings, note } = entry.payload
  const detail = listed([...(findings ?? []).map(found => `${found.segment}: ${found.finding}`), note])
  return <EntryLine entry={entry} icon="posture" title="Posture assessment" detail={detail} />
}
