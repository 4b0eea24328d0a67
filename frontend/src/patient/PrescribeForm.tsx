import { useId, useState } from "preact/hooks"
import { answer, api } from "../data/api"
import { useFetched } from "../data/fetched"
import type { CatalogueExercise, Dose, PlanItem, Weekday } from "../data/types"
import { doseInWords } from "../kinds/exercise/words"
import { Fetched } from "../ui/Fetched"
import { AnyOf, optionsOf } from "../ui/form/Chips"
import { Text } from "../ui/form/fields"
import { useOneId } from "../ui/form/one-id"
import { troubleInWords } from "./trouble"
import { WEEK, WEEKDAYS } from "./weekdays"

type Props = { patientId: string; item?: PlanItem; done: () => void }

export function PrescribeForm(props: Props) {
  const catalogue = useFetched("exercises", () => answer(api.GET("/api/v1/exercises")))
  return <Fetched read={catalogue}>{({ items }) => <Prescription {...props} catalogue={items} />}</Fetched>
}

function Prescription({ patientId, item, done, catalogue }: Props & { catalogue: CatalogueExercise[] }) {
  const field = useId()
  const item_id = useOneId(item)
  const [slug, setSlug] = useState(item?.exercise ?? "")
  const [dose, setDose] = useState<Dose>(item ?? {})
  const [days, setDays] = useState<Weekday[]>(item?.days ?? WEEK)
  const [note, setNote] = useState(item?.note ?? "")
  const [trouble, setTrouble] = useState("")
  const about = catalogue.find(({ id }) => id === slug)
  const set = (some: Dose) => setDose(before => ({ ...before, ...some }))

  async function submit(event: Event) {
    event.preventDefault()
    if (!about || days.length === 0) return
    const { sets, reps, hold_seconds, minutes } = dose
    const params = { path: { patient_id: patientId, item_id } }
    const exercise = slug as "pelvic-tilt" // one of the catalogue that the server sent; its description lists them all
    const body = { exercise, sets, reps, hold_seconds, minutes, days, note: note.trim() }
    try {
      await answer(api.PUT("/api/v1/patients/{patient_id}/plan/{item_id}", { params, body }))
      done()
    } catch (error) {
      setTrouble(troubleInWords(error))
    }
  }

  return (
    <form class="stack" onSubmit={submit}>
      {!item && (
        <div class="field">
          <label for={field}>Exercise</label>
          <select
            id={field}
            value={slug}
            onChange={event => {
              setSlug(event.currentTarget.value)
              setDose(catalogue.find(({ id }) => id === event.currentTarget.value)?.dose ?? {})
            }}
          >
            <option value="">Choose one</option>
            {catalogue.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      {about && (
        <>
          <p class="muted">
            {about.purpose} Usual: {doseInWords(about.dose)}.
          </p>
          <div class="doses">
            <Amount label="Sets" most={100} value={dose.sets} write={sets => set({ sets })} />
            <Amount label="Times each" most={1000} value={dose.reps} write={reps => set({ reps })} />
            <Amount label="Hold, s" most={3600} value={dose.hold_seconds} write={n => set({ hold_seconds: n })} />
            <Amount label="Minutes" most={600} value={dose.minutes} write={minutes => set({ minutes })} />
          </div>
          <AnyOf question="On which days" options={optionsOf(WEEKDAYS)} value={days} choose={setDays} />
          <Text label="Note for the patient (optional)" value={note} write={setNote} />
        </>
      )}
      <p role="alert" class="field-problem">
        {trouble || (days.length === 0 && "Choose at least one day.")}
      </p>
      <div class="line">
        <button type="submit" class="button button-main" disabled={!about || days.length === 0}>
          {item ? "Save the dose" : "Prescribe"}
        </button>
        <button type="button" class="button" onClick={done}>
          Cancel
        </button>
      </div>
    </form>
  )
}

type AmountProps = { label: string; most: number; value?: number | null; write: (n: number | null) => void }

function Amount({ label, most, value, write }: AmountProps) {
  return (
    <label class="field">
      <span class="label">{label}</span>
      <input
        type="number"
        inputMode="numeric"
        min={1}
        max={most}
        value={value ?? ""}
        onInput={({ currentTarget }) => write(currentTarget.value === "" ? null : currentTarget.valueAsNumber)}
      />
    </label>
  )
}
