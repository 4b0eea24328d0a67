import type { Entry, Questionnaire } from "../../data/types"
import { EntryLine } from "../../ui/EntryLine"

export function Row({ entry }: { entry: Entry<Questionnaire> }) {
  const { form, score } = entry.payload
  return <EntryLine entry={entry} icon="questionnaire" title={form.toUpperCase()} detail={`score ${score}`} />
}
