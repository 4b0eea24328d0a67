import { instantInWords, momentInWords } from "../data/time"
import { Score } from "../ui/Score"
import type { Looked } from "./look"
import { Sparkline } from "./Sparkline"

export function PatientLine({ looked: { glance, reasons } }: { looked: Looked }) {
  const { id, name, last_checkin, next_appointment_at, sparkline } = glance
  return (
    <a class="patient-line" href={`/patients/${id}`}>
      <span class="patient-who">
        <strong>{name}</strong>
        {reasons.length > 0 && (
          <span class="patient-reasons">
            {reasons.map(({ rank, words }) => (
              <span key={rank} class={rank === 0 ? "tag tag-strong" : "tag"}>
                {words}
              </span>
            ))}
          </span>
        )}
      </span>
      <span class="patient-checkin">
        {last_checkin ? (
          <>
            <Score of={last_checkin.average} />
            <span class="muted">
              <span class="unseen">of 10, checked in </span>
              {momentInWords(last_checkin.occurred_at)}
            </span>
            {last_checkin.late && <span class="tag">written late</span>}
          </>
        ) : (
          <span class="muted">No check-in yet</span>
        )}
      </span>
      <span class="patient-next">
        <span class="patient-label">Next: </span>
        {next_appointment_at ? instantInWords(next_appointment_at) : "no appointment"}
      </span>
      <span class="patient-spark">
        <Sparkline values={sparkline} />
      </span>
    </a>
  )
}
