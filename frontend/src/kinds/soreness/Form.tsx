import { useState } from "preact/hooks"
import { lazy, useRoute } from "preact-iso"
import { newest, entry as readEntry } from "../../data/entries"
import { useLive } from "../../data/live"
import { save } from "../../data/outbox"
import { momentInWords, wallClock } from "../../data/time"
import type { Entry, Place, Soreness, Treatment } from "../../data/types"
import { Places } from "../../ui/body/Places"
import { placeInWords, samePlace } from "../../ui/body/words"
import { More, SaveBar, Text, Tick, When } from "../../ui/form/fields"
import { useOneId } from "../../ui/form/one-id"
import { Scale } from "../../ui/form/Scale"
import type { FormProps } from "../kind"

const BodyPicture = lazy(() => import("../../ui/body/BodyPicture"))

const TOUCH: [string, string] = ["0: not sore", "10: as sore as it could be"]

export default function SorenessForm({ patientId, entry, saved }: FormProps<"soreness">) {
  const id = useOneId(entry)
  const { params } = useRoute()
  const wanted = entry?.payload.treatment_id ?? params.about
  const treatment = useLive(async () => (await findTreatment(patientId, wanted)) ?? null, [patientId, wanted])
  const [pay, setPay] = useState<Partial<Soreness>>(entry?.payload ?? {})
  const [occurredAt, setOccurredAt] = useState(entry?.occurred_at)
  if (treatment === undefined) return null
  const set = (some: Partial<Soreness>) => setPay(before => ({ ...before, ...some }))
  const areas = worked(treatment)
  const numbers = (pay.regions ?? []).flatMap(place => (place.score == null ? [] : [place.score]))
  // The overall number is the person's own where it was asked; where areas are known, the highest of theirs.
  const score = areas.length > 0 && numbers.length > 0 ? Math.max(...numbers) : pay.score

  const give = (area: Place, n: number | null) =>
    set({ regions: [...without(pay.regions, area), ...(n === null ? [] : [{ ...area, score: n }])] })
  const mark = (area: Place, tooMuch: boolean) =>
    set({ too_much_pressure: [...without(pay.too_much_pressure, area), ...(tooMuch ? [area] : [])] })

  async function submit(event: Event) {
    event.preventDefault()
    if (score == null) return
    const treatment_id = entry?.payload.treatment_id ?? treatment?.id
    const payload: Soreness = { ...pay, kind: "soreness", score, ...(treatment_id ? { treatment_id } : {}) }
    await save({ id, patient_id: patientId, shown: entry, occurred_at: occurredAt ?? wallClock(), payload })
    saved({ id, patient_id: patientId })
  }

  return (
    <form class="stack" onSubmit={submit}>
      {treatment && <p class="muted">After your session: {momentInWords(treatment.occurred_at)}</p>}
      {areas.length === 0 && (
        <>
          <Scale
            question="How sore to touch, where you were worked on?"
            ends={TOUCH}
            value={pay.score}
            choose={n => set({ score: n ?? undefined })}
          />
          <More title="Where is it sore?" open={!!pay.regions?.length}>
            <Places places={pay.regions ?? []} choose={regions => set({ regions })} scored />
          </More>
        </>
      )}
      {areas.length > 0 && (
        <BodyPicture
          places={areas.map(area => ({ ...area, score: pay.regions?.find(place => samePlace(place, area))?.score }))}
        />
      )}
      {areas.map(area => (
        <section class="card" key={placeInWords(area)}>
          <Scale
            small
            optional
            question={`${placeInWords(area)}: how sore to touch?`}
            ends={TOUCH}
            value={pay.regions?.find(place => samePlace(place, area))?.score}
            choose={n => give(area, n)}
          />
          <Tick
            label="The pressure was too much here"
            on={!!pay.too_much_pressure?.some(place => samePlace(place, area))}
            turn={on => mark(area, on)}
          />
        </section>
      ))}
      <More title="Anything else about it" open={pay.bruising || pay.worse_than_expected}>
        <Tick label="Bruising" on={pay.bruising ?? false} turn={bruising => set({ bruising })} />
        <Tick
          label="Worse than I expected"
          on={pay.worse_than_expected ?? false}
          turn={on => set({ worse_than_expected: on })}
        />
        <Text long label="Note" value={pay.note ?? ""} write={note => set({ note })} />
      </More>
      <Scale
        small
        optional
        question="Apart from that: your back pain now"
        value={pay.back_pain_now}
        choose={n => set({ back_pain_now: n })}
      />
      {entry && <When label="When" value={occurredAt ?? wallClock()} write={setOccurredAt} />}
      <SaveBar disabled={score == null} hint="Give at least one number. 0 is an answer." />
    </form>
  )
}

async function findTreatment(patientId: string, id: string | undefined): Promise<Entry<Treatment> | undefined> {
  const found = id ? await readEntry(id) : (await newest(patientId, 1, ["treatment"]))[0]
  return found?.payload.kind === "treatment" ? (found as Entry<Treatment>) : undefined
}

function worked(treatment: Entry<Treatment> | null): Place[] {
  const places = (treatment?.payload.areas ?? []).map(({ region, side }) => ({ region, side }))
  return places.filter((place, index) => places.findIndex(other => samePlace(other, place)) === index)
}

const without = (places: Place[] | undefined, area: Place) => (places ?? []).filter(place => !samePlace(place, area))
