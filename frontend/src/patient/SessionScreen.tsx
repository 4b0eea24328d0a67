import { lazy, useLocation, useRoute } from "preact-iso"
import { remove } from "../data/outbox"
import { syncSoon } from "../data/triggers"
import { Screen } from "../ui/Screen"
import { say } from "../ui/Toast"

const TreatmentForm = lazy(() => import("../kinds/treatment/Form"))

export default function SessionScreen() {
  const { id = "" } = useRoute().params
  const { route } = useLocation()
  return (
    <Screen title="Record a session" back={`/patients/${id}`} wide>
      <TreatmentForm
        key={id}
        patientId={id}
        saved={entry => {
          say("Saved on this device", () => remove({ ...entry, version: 1 }).then(syncSoon))
          syncSoon()
          route(`/patients/${id}/after-session`, true)
        }}
      />
    </Screen>
  )
}
