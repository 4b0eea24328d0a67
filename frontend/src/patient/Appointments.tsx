import { useState } from "preact/hooks"
import { answer, api } from "../data/api"
import { instantInWords } from "../data/time"
import type { Appointment } from "../data/types"
import { Icon } from "../ui/Icon"
import { say } from "../ui/Toast"
import { AppointmentForm } from "./AppointmentForm"
import { troubleInWords } from "./trouble"

type Props = { patientId: string; appointments: Appointment[]; changed: () => void }

export function Appointments({ patientId, appointments, changed }: Props) {
  const [adding, setAdding] = useState(false)
  const coming = appointments
    .filter(({ starts_at, minutes }) => Date.parse(starts_at) + minutes * 60_000 > Date.now())
    .sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))

  async function cancel({ id, starts_at }: Appointment) {
    if (!confirm(`Cancel the appointment on ${instantInWords(starts_at)}?`)) return
    const params = { path: { patient_id: patientId, appointment_id: id } }
    try {
      await answer(api.DELETE("/api/v1/patients/{patient_id}/appointments/{appointment_id}", { params }))
      say("Appointment cancelled")
      changed()
    } catch (error) {
      say(troubleInWords(error))
    }
  }

  return (
    <section class="card">
      <h2>Appointments</h2>
      {coming.length === 0 && <p class="muted">None coming up.</p>}
      {coming.length > 0 && (
        <ul class="stack-s">
          {coming.map(one => (
            <li key={one.id} class="line apart nowrap">
              <span>
                {instantInWords(one.starts_at)}, {one.minutes} min
                {one.note && <span class="muted"> {one.note}</span>}
              </span>
              <button
                type="button"
                class="button button-round"
                aria-label={`Cancel the appointment on ${instantInWords(one.starts_at)}`}
                onClick={() => cancel(one)}
              >
                <Icon name="close" size={20} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {adding ? (
        <AppointmentForm
          patientId={patientId}
          made={() => {
            say("Appointment made")
            setAdding(false)
            changed()
          }}
        />
      ) : (
        <button type="button" class="button" onClick={() => setAdding(true)}>
          <Icon name="plus" size={20} /> Add an appointment
        </button>
      )}
    </section>
  )
}
