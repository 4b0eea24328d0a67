import { useDraft } from "../data/draft"
import { save } from "../data/outbox"
import { wallClock } from "../data/time"
import { OneOf } from "../ui/form/Chips"
import { SaveBar, Text } from "../ui/form/fields"
import { useOneId } from "../ui/form/one-id"

type Readers = "both" | "practice"
type Written = { text: string; readers: Readers | null }
const READERS = [
  ["both", "The patient and the practice"],
  ["practice", "Only the practice"],
] as const

type Props = { patientId: string; saved: (entry: { id: string; patient_id: string }) => void }

/** Who may read it is asked each time and never assumed: a private remark shared by mistake cannot be unread. */
export function NoteForm({ patientId, saved }: Props) {
  const id = useOneId()
  const draft = `note ${patientId}`
  const [{ text, readers }, set] = useDraft<Written>(draft, { text: "", readers: null })

  async function submit(event: Event) {
    event.preventDefault()
    if (!readers || !text.trim()) return
    const entry = { id, patient_id: patientId }
    const payload = { kind: "note" as const, text: text.trim(), private: readers === "practice" }
    await save({ ...entry, draft, occurred_at: wallClock(), payload })
    saved(entry)
  }

  return (
    <form class="stack" onSubmit={submit}>
      <Text long label="Note" value={text} write={next => set(before => ({ ...before, text: next }))} />
      <OneOf
        question="Who can read it"
        options={READERS}
        value={readers}
        choose={next => set(before => ({ ...before, readers: next }))}
      />
      <SaveBar disabled={!text.trim() || !readers} hint="Write something, and choose who can read it." />
    </form>
  )
}
