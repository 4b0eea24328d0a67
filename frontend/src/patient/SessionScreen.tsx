import { lazy, useLocation, useRoute } from "preact-iso"
import { usePatientName } from "../caseload/names"
import { syncSoon } from "../data/triggers"
import { Screen } from "../ui/Screen"
import { say } from "../ui/Toast"

const TreatmentForm = lazy(() => import("../kinds/treatment/Form"))

export default function SessionScreen() {
  const { id = "" } = useRoute().params
  const { route } = useLocation()
  const name = usePatientName(id)
  return (
    <Screen title={name ? `Session: ${name}` : "Record a session"} back={`/patients/${id}`} wide>
      <TreatmentForm
        key={id}
        patientId={id}
        saved={() => {
          // No undo here: it would throw away a whole session. Its entry can be changed or deleted.
          say("Saved on this device")
          syncSoon()
          route(`/patients/${id}/after-session`, true)
        }}
      />
    </Screen>
  )
}
