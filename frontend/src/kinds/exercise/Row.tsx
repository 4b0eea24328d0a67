import type { Entry, Exercise } from "../../data/types"
import { EntryLine } from "../../ui/EntryLine"
import { listed } from "../words"
import { doseInWords } from "./words"

export function Row({ entry }: { entry: Entry<Exercise> }) {
  const { name, skipped, reason } = entry.payload
  const detail = skipped ? listed(["skipped", reason]) : listed(["done", doseInWords(entry.payload)])
  return <EntryLine entry={entry} icon="exercise" title={name} detail={detail} />
}
