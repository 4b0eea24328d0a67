import { lazy } from "preact-iso"
import { person } from "../app/session"
import { useAppointments } from "../data/plans"
import { useStatus } from "../data/reminders"
import { report } from "../data/reports"
import { instantInWords } from "../data/time"
import { useSaved } from "../log/saved"
import { nextOf } from "../today/NextAppointment"
import { Screen } from "../ui/Screen"

const NoteForm = lazy(() => import("../kinds/note/Form"))

/** Before an appointment: a note, or nothing. */
export function Tell() {
  const saved = useSaved()
  const patientId = person.value?.patient_id ?? ""
  const open = useStatus().data?.open_prompt
  const next = nextOf(useAppointments(patientId).data?.items ?? [])
  /** That it was read is the answer. Who came by a tap has said so already, who came from the settings has not. */
  function nothing() {
    if (open?.kind !== "appointment") return
    void report({ delivery: open.delivery_id, said: "opened", at: new Date().toISOString() })
  }
  return (
    <Screen title="Anything to tell before you meet?" back="/">
      <div class="stack">
        {next && (
          <p>
            Your next appointment: {instantInWords(next.starts_at)}, {next.practice.name}.
          </p>
        )}
        <a class="button" href="/" onClick={nothing}>
          Nothing to tell
        </a>
      </div>
      <NoteForm patientId={patientId} saved={saved} />
    </Screen>
  )
}
