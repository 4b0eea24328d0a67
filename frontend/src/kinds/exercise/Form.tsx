import { useState } from "preact/hooks"
import { save } from "../../data/outbox"
import { wallClock } from "../../data/time"
import type { Exercise } from "../../data/types"
import { OneOf } from "../../ui/form/Chips"
import { More, SaveBar, Text, When } from "../../ui/form/fields"
import { useOneId } from "../../ui/form/one-id"
import { Scale } from "../../ui/form/Scale"
import type { FormProps } from "../kind"

export default function ExerciseForm({ patientId, entry, saved }: FormProps<"exercise">) {
  const id = useOneId(entry)
  const [pay, setPay] = useState<Exercise>(entry?.payload ?? { kind: "exercise", name: "" })
  const [occurredAt, setOccurredAt] = useState(entry?.occurred_at)
  const set = (some: Partial<Exercise>) => setPay(before => ({ ...before, ...some }))
  const prescribed = !!pay.plan_item_id

  async function submit(event: Event) {
    event.preventDefault()
    await save({ id, patient_id: patientId, shown: entry, occurred_at: occurredAt ?? wallClock(), payload: pay })
    saved({ id, patient_id: patientId })
  }

  return (
    <form class="stack" onSubmit={submit}>
      {prescribed ? (
        <p>{pay.name}</p>
      ) : (
        <Text label="Which exercise?" most={400} value={pay.name ?? ""} write={name => set({ name })} />
      )}
      <OneOf
        question="Did you do it?"
        options={[["done", "Done"] as const, ["skipped", "Skipped"] as const]}
        value={pay.skipped ? "skipped" : "done"}
        choose={chosen => set({ skipped: chosen === "skipped" })}
      />
      {pay.skipped ? (
        <Text long label="Because" value={pay.reason ?? ""} write={reason => set({ reason })} />
      ) : (
        <div class="line">
          <Amount label="Sets" value={pay.sets} write={sets => set({ sets })} />
          <Amount label="Times each" value={pay.reps} write={reps => set({ reps })} />
          <Amount label="Minutes" value={pay.minutes} write={minutes => set({ minutes })} />
        </div>
      )}
      <More title="How it felt">
        <Scale
          small
          optional
          question="How hard"
          ends={["0: easy", "10: too hard"]}
          value={pay.difficulty}
          choose={n => set({ difficulty: n })}
        />
        <Scale small optional question="Pain before" value={pay.pain_before} choose={n => set({ pain_before: n })} />
        <Scale small optional question="Pain after" value={pay.pain_after} choose={n => set({ pain_after: n })} />
      </More>
      {entry && <When label="When" value={occurredAt ?? wallClock()} write={setOccurredAt} />}
      <SaveBar disabled={!pay.name?.trim()} hint="Name the exercise first." />
    </form>
  )
}

function Amount({
  label,
  value,
  write,
}: {
  label: string
  value?: number | null
  write: (n: number | undefined) => void
}) {
  return (
    <label class="field amount">
      <span class="label">{label}</span>
      <input
        type="number"
        inputMode="numeric"
        min={0}
        max={1000}
        value={value ?? ""}
        onInput={event => write(event.currentTarget.value === "" ? undefined : event.currentTarget.valueAsNumber)}
      />
    </label>
  )
}
