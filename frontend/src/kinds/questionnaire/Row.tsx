import type { Entry, Questionnaire } from "../../data/types"
import { EntryLine } from "../../ui/EntryLine"

export function Row({ entry }: { entry: Entry<Questionnaire> }) {
  const { form, score } = entry.payload
  const title = form === "peg" ? "Weekly questions" : form.toUpperCase()
  const detail = `${form.toUpperCase()} score ${Math.round(score * 10) / 10}${form === "peg" ? " of 10" : ""}`
  return <EntryLine entry={entry} icon="questionnaire" title={title} detail={detail} />
}
