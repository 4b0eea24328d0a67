import { ofKind } from "../data/entries"
import { dayOf, minutesBetween, momentInWords, today } from "../data/time"
import type { Entry } from "../data/types"
import { Score } from "../ui/Score"
import { type DueSoreness, sorenessDue } from "./soreness-due"

/** What is due now, as one card with one button. When nothing is, it says so and leaves people in peace. */
export function Due({ entries, beginner }: { entries: Entry[]; beginner: boolean }) {
  const checkin = ofKind(entries, "checkin").find(({ occurred_at }) => dayOf(occurred_at) === today())
  const soreness = sorenessDue(entries, Date.now())
  if (!checkin) {
    return (
      <section class="card card-due">
        <h2>{beginner ? "Your first check-in" : "Today's check-in"}</h2>
        <p class="muted">How was your pain today, on average? One number is enough.</p>
        <a class="button button-main button-big" href="/check-in">
          Check in
        </a>
        {soreness && <SorenessLine due={soreness} />}
      </section>
    )
  }
  return (
    <section class={soreness ? "card card-due" : "card"}>
      {soreness ? (
        <>
          <h2>Soreness after your session</h2>
          <p class="muted">
            {momentInWords(soreness.treatment.occurred_at)}, {ago(soreness)}
          </p>
          <a class="button button-main button-big" href={`/soreness/${soreness.treatment.id}`}>
            Say how sore it is
          </a>
        </>
      ) : (
        <p>Nothing is due now.</p>
      )}
      <p class="line">
        <span>Checked in today</span>
        <Score of={checkin.payload.average} />
        <a href={`/entry/${checkin.id}`}>See or change it</a>
      </p>
    </section>
  )
}

function SorenessLine({ due }: { due: DueSoreness }) {
  return (
    <p>
      Also due: <a href={`/soreness/${due.treatment.id}`}>soreness after your session {ago(due)}</a>
    </p>
  )
}

const ago = ({ treatment }: DueSoreness) =>
  `${Math.floor(minutesBetween(treatment.occurred_at, Date.now()) / 60)} hours ago`
