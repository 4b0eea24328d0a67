import { useState } from "preact/hooks"
import { save } from "../../data/outbox"
import { useUsedPlaces } from "../../data/places"
import { minutesAgo, wallClock } from "../../data/time"
import type { Spasm } from "../../data/types"
import { Places } from "../../ui/body/Places"
import { AnyOf, OneOf, optionsOf } from "../../ui/form/Chips"
import { More, SaveBar, Text, When } from "../../ui/form/fields"
import { useOneId } from "../../ui/form/one-id"
import { Scale } from "../../ui/form/Scale"
import type { FormProps } from "../kind"
import { CARE } from "../words"
import { CONTINUED, TRIGGERS, TYPES } from "./words"

const STARTED = [
  [0, "Now"],
  [15, "15 min ago"],
  [30, "30 min ago"],
  [60, "60 min ago"],
] as const
const ENDS: [string, string] = ["0: nothing", "10: worst imaginable"]

/** "unknown" is what an unanswered question is stored as, so it is no answer to choose. */
const known = <T extends string>(words: Record<T, string>) => optionsOf(words).filter(([value]) => value !== "unknown")

/** A new spasm is saved by the tap on its number; everything else can be told later, in the same form. */
export default function SpasmForm(props: FormProps<"spasm">) {
  return props.entry ? <Details {...props} entry={props.entry} /> : <Start {...props} />
}

function Start({ patientId, saved }: FormProps<"spasm">) {
  const id = useOneId()
  const [ago, setAgo] = useState(0)
  async function begin(peak: number | null) {
    if (peak === null) return
    const payload: Spasm = { kind: "spasm", peak }
    await save({ id, patient_id: patientId, occurred_at: minutesAgo(ago), ended_at: null, payload })
    saved({ id, patient_id: patientId })
  }
  return (
    <div class="stack-l">
      <OneOf question="When did it start?" options={STARTED} value={ago} choose={setAgo} />
      <Scale question="How strong is it?" ends={ENDS} value={null} choose={begin} />
      <p class="muted">Saved as soon as you tap a number. You can add details or change the number later.</p>
    </div>
  )
}

function Details({
  patientId,
  entry,
  saved,
}: FormProps<"spasm"> & { entry: NonNullable<FormProps<"spasm">["entry"]> }) {
  const [pay, setPay] = useState<Spasm>(entry.payload)
  const [startedAt, setStartedAt] = useState(entry.occurred_at)
  const [endedAt, setEndedAt] = useState(entry.ended_at ?? null)
  const used = useUsedPlaces(patientId)
  const set = (some: Partial<Spasm>) => setPay(before => ({ ...before, ...some }))
  const backwards = endedAt !== null && Date.parse(endedAt) < Date.parse(startedAt)

  async function submit(event: Event) {
    event.preventDefault()
    if (backwards) return
    await save({
      id: entry.id,
      patient_id: patientId,
      shown: entry,
      occurred_at: startedAt,
      ended_at: endedAt,
      payload: pay,
    })
    saved({ id: entry.id, patient_id: patientId })
  }

  return (
    <form class="stack" onSubmit={submit}>
      <Scale
        question="How strong at its worst?"
        ends={ENDS}
        value={pay.peak}
        choose={n => n !== null && set({ peak: n })}
      />
      <When label="Started" value={startedAt} write={setStartedAt} />
      {endedAt === null ? (
        <button type="button" class="button" onClick={() => setEndedAt(wallClock())}>
          It has stopped
        </button>
      ) : (
        <>
          <When label="Ended" value={endedAt} write={setEndedAt} />
          {backwards && <p class="field-problem">The end is before the start. Change one of them.</p>}
          <button type="button" class="button button-plain" onClick={() => setEndedAt(null)}>
            It is still going on
          </button>
        </>
      )}
      <More title="Where?" open={!!pay.regions?.length}>
        <Places places={pay.regions ?? []} used={used} choose={regions => set({ regions })} />
      </More>
      <OneOf question="What it was like" options={known(TYPES)} value={pay.type} choose={type => set({ type })} />
      <OneOf
        question="What set it off"
        options={known(TRIGGERS)}
        value={pay.trigger}
        choose={trigger => set({ trigger })}
      />
      <OneOf
        question="Could you go on?"
        options={known(CONTINUED)}
        value={pay.continued}
        choose={continued => set({ continued })}
      />
      <AnyOf
        question="What helped"
        options={optionsOf(CARE)}
        value={pay.helped ?? []}
        choose={helped => set({ helped })}
      />
      <Text long label="Note" value={pay.note ?? ""} write={note => set({ note })} />
      <SaveBar disabled={backwards} />
    </form>
  )
}
