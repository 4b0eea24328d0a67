import { instantInWords } from "../data/time"
import type { Appointment } from "../data/types"

export const nextOf = (appointments: Appointment[]): Appointment | undefined =>
  appointments
    .filter(({ starts_at, minutes }) => Date.parse(starts_at) + minutes * 60_000 > Date.now())
    .sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))[0]

export function NextAppointment({ appointments }: { appointments: Appointment[] }) {
  const next = nextOf(appointments)
  if (!next) return null
  return (
    <section class="card">
      <h2>Next appointment</h2>
      <p>
        {instantInWords(next.starts_at)}, {next.minutes} min
      </p>
      <p class="muted">
        {next.practice.name}
        {next.note && `. ${next.note}`}
      </p>
    </section>
  )
}
