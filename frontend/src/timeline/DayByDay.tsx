import { dayInWords, dayOf } from "../data/time"
import type { Entry } from "../data/types"
import { metaOf } from "../kinds"

/** Entries under the day on which they happened. A heading can be led to: its id is `day-` and the date. */
export function DayByDay({ entries }: { entries: Entry[] }) {
  return byDay(entries).map(([date, those]) => (
    <section key={date} class="day">
      <h2 id={`day-${date}`} tabIndex={-1}>
        {dayInWords(date)}
      </h2>
      <ul class="list">
        {those.map(entry => {
          const { Row } = metaOf(entry)
          return (
            <li key={entry.id}>
              <Row entry={entry as never} />
            </li>
          )
        })}
      </ul>
    </section>
  ))
}

function byDay(entries: Entry[]): [string, Entry[]][] {
  const days = new Map<string, Entry[]>()
  for (const entry of entries) {
    const day = dayOf(entry.occurred_at)
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return [...days]
}
