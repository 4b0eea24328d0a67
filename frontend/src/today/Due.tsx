import { ofKind } from "../data/entries"
import { dayOf, minutesBetween, momentInWords, today } from "../data/time"
import type { Checkin, Entry, Reminder } from "../data/types"
import { Score } from "../ui/Score"
import { pegDue } from "./peg-due"
import { type DueSoreness, sorenessDue } from "./soreness-due"

type Props = { entries: Entry[]; rules: Reminder[]; beginner: boolean }
type Asked = { title: string; words: string; action: string; href: string; also: string }

/** What is due now, as one card with one button. When nothing is, it says so and leaves people in peace. */
export function Due({ entries, rules, beginner }: Props) {
  const checkin = ofKind(entries, "checkin").find(({ occurred_at }) => dayOf(occurred_at) === today())
  const soreness = sorenessDue(entries, Date.now())
  const [first, ...others] = [
    !checkin && checkinOf(beginner),
    soreness && sorenessOf(soreness),
    pegDue(rules, entries) && PEG,
  ].filter(asked => !!asked)
  if (!first)
    return (
      <section class="card">
        <p>Nothing is due now.</p>
        {checkin && <Done checkin={checkin} />}
      </section>
    )
  return (
    <section class="card card-due">
      <h2>{first.title}</h2>
      <p class="muted">{first.words}</p>
      <a class="button button-main button-big" href={first.href}>
        {first.action}
      </a>
      {others.map(({ href, also }) => (
        <p key={href}>
          Also due: <a href={href}>{also}</a>
        </p>
      ))}
      {checkin && <Done checkin={checkin} />}
    </section>
  )
}

function Done({ checkin }: { checkin: Entry<Checkin> }) {
  return (
    <p class="line">
      <span>Checked in today</span>
      <Score of={checkin.payload.average} />
      <a href={`/entry/${checkin.id}`}>See or change it</a>
    </p>
  )
}

const checkinOf = (beginner: boolean): Asked => ({
  title: beginner ? "Your first check-in" : "Today's check-in",
  words: "How was your pain today, on average? One number is enough.",
  action: "Check in",
  href: "/check-in",
  also: "today's check-in",
})

function sorenessOf({ treatment }: DueSoreness): Asked {
  const ago = `${Math.floor(minutesBetween(treatment.occurred_at, Date.now()) / 60)} hours ago`
  return {
    title: "Soreness after your session",
    words: `${momentInWords(treatment.occurred_at)}, ${ago}`,
    action: "Say how sore it is",
    href: `/soreness/${treatment.id}`,
    also: `soreness after your session ${ago}`,
  }
}

const PEG: Asked = {
  title: "Three questions for this week",
  words: "About the past week: three numbers.",
  action: "Answer them",
  href: "/peg",
  also: "three questions for this week",
}
