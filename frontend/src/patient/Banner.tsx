import { momentInWords } from "../data/time"
import type { Entry, Redflag } from "../data/types"
import { kinds } from "../kinds"
import { Icon } from "../ui/Icon"

/** An acknowledgement of urgent symptoms that the patient has not cleared: above everything else. */
export function Banner({ redflag }: { redflag: Entry<Redflag> | null }) {
  if (!redflag || redflag.payload.cleared) return null
  const [signs] = kinds.redflag.facts(redflag.payload, redflag)
  return (
    <section class="notice notice-strong story-banner" aria-label="Urgent symptoms">
      <h2>
        <Icon name="redflag" /> Urgent symptoms, not cleared
      </h2>
      <p>
        {momentInWords(redflag.occurred_at)}: {signs?.[1]}
      </p>
      <p>
        Nobody watches entries live: make sure that this person was seen.{" "}
        <a href={`/patients/${redflag.patient_id}/entries/${redflag.id}`}>See the entry</a>
      </p>
    </section>
  )
}
