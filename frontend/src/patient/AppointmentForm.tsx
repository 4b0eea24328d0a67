import { useId, useState } from "preact/hooks"
import { answer, api } from "../data/api"
import { wallClock } from "../data/time"
import { OneOf } from "../ui/form/Chips"
import { Text } from "../ui/form/fields"
import { useOneId } from "../ui/form/one-id"
import { troubleInWords } from "./trouble"

const LENGTHS = [
  [30, "30 min"],
  [45, "45 min"],
  [60, "60 min"],
] as const
const WEEKS = [1, 2, 4]
const QUARTER_MS = 15 * 60_000

export function AppointmentForm({ patientId, made }: { patientId: string; made: () => void }) {
  const id = useId()
  const appointment_id = useOneId()
  const [at, setAt] = useState("")
  const [minutes, setMinutes] = useState<number>(45)
  const [note, setNote] = useState("")
  const [trouble, setTrouble] = useState("")

  async function submit(event: Event) {
    event.preventDefault()
    const params = { path: { patient_id: patientId, appointment_id } }
    const body = { starts_at: wallClock(new Date(at)), minutes, note: note.trim() }
    try {
      await answer(api.PUT("/api/v1/patients/{patient_id}/appointments/{appointment_id}", { params, body }))
      made()
    } catch (error) {
      setTrouble(troubleInWords(error))
    }
  }

  return (
    <form class="stack" onSubmit={submit}>
      <div class="field">
        <label for={id}>When</label>
        <input
          id={id}
          type="datetime-local"
          required
          value={at}
          min={wallClock().slice(0, 16)}
          onInput={event => setAt(event.currentTarget.value)}
        />
      </div>
      <div class="chips">
        {WEEKS.map(weeks => (
          <button key={weeks} type="button" class="chip" onClick={() => setAt(inWeeks(weeks))}>
            In {weeks === 1 ? "a week" : `${weeks} weeks`}
          </button>
        ))}
      </div>
      <OneOf question="How long" options={LENGTHS} value={minutes} choose={setMinutes} />
      <Text label="Note for the patient (optional)" value={note} write={setNote} />
      <p role="alert" class="field-problem">
        {trouble}
      </p>
      <button type="submit" class="button button-main" disabled={!at}>
        Make the appointment
      </button>
    </form>
  )
}

/** The same time of day some weeks from now, at a whole quarter of an hour. */
export function inWeeks(weeks: number, now: Date = new Date()): string {
  const day = new Date(Math.round(now.getTime() / QUARTER_MS) * QUARTER_MS)
  day.setDate(day.getDate() + 7 * weeks)
  return wallClock(day).slice(0, 16)
}
