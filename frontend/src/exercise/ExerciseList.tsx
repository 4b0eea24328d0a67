import { person } from "../app/session"
import { ofKind, since } from "../data/entries"
import { useLive } from "../data/live"
import { usePlan } from "../data/plans"
import { dayOf, today } from "../data/time"
import { forToday, TodaysExercises } from "../today/TodaysExercises"
import { Screen } from "../ui/Screen"
import { Empty, Shown } from "../ui/states"

const A_DAY_MS = 86_400_000

export default function ExerciseList() {
  const patientId = person.value?.patient_id ?? ""
  const plan = usePlan(patientId)
  const recent = useLive(() => since(patientId, Date.now() - 2 * A_DAY_MS, ["exercise"]), [patientId]) ?? []
  const done = ofKind(recent, "exercise").filter(({ occurred_at }) => dayOf(occurred_at) === today())
  return (
    <Screen title="Exercise" back="/">
      <Shown read={plan}>
        {({ items }) =>
          forToday(items).length > 0 ? (
            <TodaysExercises items={items} done={done} />
          ) : (
            <Empty>
              {items.length > 0 ? "None of your exercises is for today." : "Nobody has given you exercises yet."}
            </Empty>
          )
        }
      </Shown>
      <a class="button" href="/exercise/other">
        Write down another exercise
      </a>
    </Screen>
  )
}
