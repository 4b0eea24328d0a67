import { useState } from "preact/hooks"
import { useDraft } from "../../data/draft"
import { save } from "../../data/outbox"
import { wallClock } from "../../data/time"
import { SaveBar, Text, When } from "../../ui/form/fields"
import { useOneId } from "../../ui/form/one-id"
import type { FormProps } from "../kind"

export default function NoteForm({ patientId, entry, saved }: FormProps<"note">) {
  const id = useOneId(entry)
  const draft = entry ? undefined : "note"
  const [text, setText] = useDraft(draft ?? null, entry?.payload.text ?? "")
  const [occurredAt, setOccurredAt] = useState(entry?.occurred_at)

  async function submit(event: Event) {
    event.preventDefault()
    const payload = { kind: "note" as const, ...entry?.payload, text: text.trim() }
    await save({ id, patient_id: patientId, shown: entry, draft, occurred_at: occurredAt ?? wallClock(), payload })
    saved({ id, patient_id: patientId })
  }

  return (
    <form class="stack" onSubmit={submit}>
      <Text long label="What you want to remember or tell" value={text} write={setText} />
      {entry && <When label="When" value={occurredAt ?? wallClock()} write={setOccurredAt} />}
      <SaveBar disabled={!text.trim()} hint="Write something first." />
    </form>
  )
}
