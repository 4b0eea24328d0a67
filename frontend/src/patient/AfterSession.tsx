import { useLocation, useRoute } from "preact-iso"
import { usePatientName } from "../caseload/names"
import { Screen } from "../ui/Screen"
import { say } from "../ui/Toast"
import { AppointmentForm } from "./AppointmentForm"

/** The session is safe; what is left can also be done later. */
export default function AfterSession() {
  const { id = "" } = useRoute().params
  const { route } = useLocation()
  const name = usePatientName(id)
  return (
    <Screen title={name ? `Session saved: ${name}` : "Session saved"} back={`/patients/${id}`}>
      <section class="card">
        <h2>Next appointment</h2>
        <AppointmentForm
          patientId={id}
          made={() => {
            say("Appointment made")
            route(`/patients/${id}`, true)
          }}
        />
      </section>
      <a class="button" href={`/patients/${id}`}>
        Not now, to the patient
      </a>
    </Screen>
  )
}
