import { useState } from "preact/hooks"
import { useLocation, useRoute } from "preact-iso"
import { person } from "../app/session"
import { remove, save } from "../data/outbox"
import { useCatalogue, usePlan } from "../data/plans"
import { wallClock } from "../data/time"
import { syncSoon } from "../data/triggers"
import type { Exercise, PlanItem } from "../data/types"
import { doseInWords } from "../kinds/exercise/words"
import { useOneId } from "../ui/form/one-id"
import { Screen } from "../ui/Screen"
import { Shown } from "../ui/states"
import { say } from "../ui/Toast"
import { HoldTimer } from "./HoldTimer"
import { Sets } from "./Sets"
import { Skip } from "./Skip"

/** One exercise at a time: what to do, how much, and the two ways to be through with it. */
export default function ExerciseScreen() {
  const { itemId } = useRoute().params
  const patientId = person.value?.patient_id ?? ""
  const plan = usePlan(patientId)
  return (
    <Shown read={plan}>
      {({ items }) => {
        const item = items.find(({ id }) => id === itemId)
        if (item) return <OneExercise item={item} patientId={patientId} />
        return (
          <Screen title="Exercise" back="/exercise">
            <p>This exercise is no longer in your plan.</p>
          </Screen>
        )
      }}
    </Shown>
  )
}

function OneExercise({ item, patientId }: { item: PlanItem; patientId: string }) {
  const { route } = useLocation()
  const id = useOneId()
  const catalogue = useCatalogue()
  const about = catalogue.data?.items.find(({ id }) => id === item.exercise)
  const [setsDone, setSetsDone] = useState(0)
  const sets = item.sets ?? 1

  async function log(outcome: Partial<Exercise>) {
    const { reps, hold_seconds, minutes, name, id: plan_item_id } = item
    const entry = { id, patient_id: patientId, occurred_at: wallClock() }
    await save({ ...entry, payload: { kind: "exercise", name, plan_item_id, reps, hold_seconds, minutes, ...outcome } })
    say("Saved on this phone", () => remove(entry).then(syncSoon))
    syncSoon()
    route("/")
  }

  return (
    <Screen title={item.name} back="/exercise">
      {about && <p>{about.purpose}</p>}
      <p>
        <strong>{doseInWords(item)}</strong>
        {item.note && <span class="muted"> {item.note}</span>}
      </p>
      {about && (
        <ol class="steps card">
          {about.steps.map(step => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {item.hold_seconds && <HoldTimer seconds={item.hold_seconds} />}
      <Sets count={sets} done={setsDone} tap={setSetsDone} />
      {about && about.stop_if.length > 0 && (
        <section class="notice">
          <h2>Stop if</h2>
          <ul>
            {about.stop_if.map(sign => (
              <li key={sign}>{sign}</li>
            ))}
          </ul>
        </section>
      )}
      <Skip skip={reason => log({ skipped: true, reason })} />
      <div class="save-bar">
        <button
          type="button"
          class="button button-main button-wide button-big"
          onClick={() => log({ sets: setsDone || sets })}
        >
          Done
        </button>
      </div>
    </Screen>
  )
}
