import { useState } from "preact/hooks"
import { useDraft } from "../../data/draft"
import { save } from "../../data/outbox"
import { wallClock } from "../../data/time"
import { SaveBar, When } from "../../ui/form/fields"
import { useOneId } from "../../ui/form/one-id"
import { Scale } from "../../ui/form/Scale"
import type { FormProps } from "../kind"
import { type Answers, FORM_VERSION, ITEMS, pegScore } from "./peg"

export default function PegForm({ patientId, entry, saved }: FormProps<"questionnaire">) {
  const id = useOneId(entry)
  const draft = entry ? undefined : "peg"
  const [answers, setAnswers] = useDraft<Answers>(draft ?? null, (entry?.payload.answers as Answers) ?? {})
  const [occurredAt, setOccurredAt] = useState(entry?.occurred_at)
  if (entry && entry.payload.form !== "peg") return <p>This questionnaire cannot be changed here.</p>
  const score = pegScore(answers)

  async function submit(event: Event) {
    event.preventDefault()
    if (score === undefined) return
    const payload = { kind: "questionnaire" as const, form: "peg" as const, form_version: FORM_VERSION, answers, score }
    await save({ id, patient_id: patientId, shown: entry, draft, occurred_at: occurredAt ?? wallClock(), payload })
    saved({ id, patient_id: patientId })
  }

  return (
    <form class="stack-l" onSubmit={submit}>
      {ITEMS.map(([item, question, ends]) => (
        <Scale
          key={item}
          question={question}
          ends={ends}
          value={answers[item]}
          choose={n => setAnswers(before => ({ ...before, [item]: n ?? undefined }))}
        />
      ))}
      {entry && <When label="When" value={occurredAt ?? wallClock()} write={setOccurredAt} />}
      <p class="muted small">PEG scale: Krebs and others, J Gen Intern Med 2009.</p>
      <SaveBar disabled={score === undefined} hint="Three numbers, one for each. 0 is an answer." />
    </form>
  )
}
