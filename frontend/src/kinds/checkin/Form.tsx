import { useState } from "preact/hooks"
import { useDraft } from "../../data/draft"
import { save } from "../../data/outbox"
import { useUsedPlaces } from "../../data/places"
import { lastNight, wallClock } from "../../data/time"
import type { Checkin } from "../../data/types"
import { Places } from "../../ui/body/Places"
import { AnyOf, OneOf, optionsOf } from "../../ui/form/Chips"
import { More, SaveBar, Text, Tick, When } from "../../ui/form/fields"
import { useOneId } from "../../ui/form/one-id"
import { Scale } from "../../ui/form/Scale"
import type { FormProps } from "../kind"
import { CARE } from "../words"

const UNTIL_HOUR = 5
const STIFFNESS = [
  [0, "Not stiff"],
  [5, "5 min"],
  [15, "15 min"],
  [30, "30 min"],
  [60, "1 hour"],
  [120, "2 hours or more"],
] as const

type Answers = Omit<Checkin, "average"> & { average?: number | null }

export default function CheckinForm({ patientId, entry, saved }: FormProps<"checkin">) {
  const id = useOneId(entry)
  const draft = entry ? undefined : "checkin"
  const [answers, setAnswers] = useDraft<Answers>(draft ?? null, entry?.payload ?? { kind: "checkin" })
  const [forYesterday, setForYesterday] = useState(false)
  const [occurredAt, setOccurredAt] = useState(entry?.occurred_at)
  const used = useUsedPlaces(patientId)
  const set = (some: Partial<Answers>) => setAnswers(before => ({ ...before, ...some }))
  const { average } = answers
  const day = entry ? "that day" : forYesterday ? "yesterday" : "today"

  async function submit(event: Event) {
    event.preventDefault()
    if (average == null) return
    const when = occurredAt ?? (forYesterday ? lastNight() : wallClock())
    await save({ id, patient_id: patientId, shown: entry, draft, occurred_at: when, payload: { ...answers, average } })
    saved({ id, patient_id: patientId })
  }

  return (
    <form class="stack" onSubmit={submit}>
      {!entry && new Date().getHours() < UNTIL_HOUR && (
        <OneOf
          question="It is after midnight. For which day is this?"
          options={[["yesterday", "For yesterday"] as const, ["today", "For today"] as const]}
          value={forYesterday ? "yesterday" : "today"}
          choose={chosen => setForYesterday(chosen === "yesterday")}
        />
      )}
      <Scale question={`Your average pain ${day}`} value={average} choose={n => set({ average: n })} />
      <More title="Where does it hurt?" open={!!answers.regions?.length}>
        <Places places={answers.regions ?? []} used={used} choose={regions => set({ regions })} scored />
      </More>
      <More title="Worst, sleep, mood, stiffness">
        <Scale small optional question={`Worst pain ${day}`} value={answers.worst} choose={worst => set({ worst })} />
        <Scale
          small
          optional
          question="How well you slept"
          ends={["0: not at all", "10: very well"]}
          value={answers.sleep}
          choose={sleep => set({ sleep })}
        />
        <Scale
          small
          optional
          question="Your mood"
          ends={["0: very low", "10: very good"]}
          value={answers.mood}
          choose={mood => set({ mood })}
        />
        <Scale
          small
          optional
          question="How much pain got in the way"
          ends={["0: not at all", "10: completely"]}
          value={answers.interference}
          choose={interference => set({ interference })}
        />
        <OneOf
          question="Stiff after waking"
          options={STIFFNESS}
          value={answers.stiffness_minutes}
          choose={stiffness_minutes => set({ stiffness_minutes })}
        />
        <Tick label="A flare: clearly worse than my usual" on={answers.flare ?? false} turn={flare => set({ flare })} />
      </More>
      <More title="What you did for it">
        <AnyOf
          question="Tap all that you used"
          options={optionsOf(CARE)}
          value={answers.care ?? []}
          choose={care => set({ care })}
        />
      </More>
      <More title="A note" open={!!answers.note}>
        <Text long label="Anything to remember" value={answers.note ?? ""} write={note => set({ note })} />
      </More>
      {entry && <When label="When" value={occurredAt ?? wallClock()} write={setOccurredAt} />}
      <SaveBar disabled={average == null} hint="Choose a number first. 0 is an answer." />
    </form>
  )
}
