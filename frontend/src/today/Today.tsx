import { person } from "../app/session"
import { lastExchange } from "../data/changes"
import { ofKind, since } from "../data/entries"
import { useLive } from "../data/live"
import { useAppointments, usePlan } from "../data/plans"
import { useRules } from "../data/reminders"
import { dayOf, today } from "../data/time"
import { Screen } from "../ui/Screen"
import { SyncLine } from "../ui/SyncLine"
import { Due } from "./Due"
import { NextAppointment } from "./NextAppointment"
import { Ongoing } from "./Ongoing"
import { Quick } from "./Quick"
import { TodaysExercises } from "./TodaysExercises"
import { Trouble } from "./Trouble"

const LOOK_BACK_MS = 35 * 86_400_000 // an open spasm is asked about for as long as anybody can still know

export function Today() {
  const patientId = person.value?.patient_id ?? ""
  const entries = useLive(() => since(patientId, Date.now() - LOOK_BACK_MS), [patientId])
  const plan = usePlan(patientId)
  const appointments = useAppointments(patientId)
  const rules = useRules().data?.items ?? []
  const doneToday = ofKind(entries ?? [], "exercise").filter(({ occurred_at }) => dayOf(occurred_at) === today())
  return (
    <Screen title="Today">
      <SyncLine />
      {entries && <Ongoing entries={entries} />}
      {entries && (
        <Due entries={entries} rules={rules} beginner={entries.length === 0 && lastExchange.value !== null} />
      )}
      <Trouble />
      <Quick />
      <TodaysExercises items={plan.data?.items ?? []} done={doneToday} />
      <NextAppointment appointments={appointments.data?.items ?? []} />
    </Screen>
  )
}
