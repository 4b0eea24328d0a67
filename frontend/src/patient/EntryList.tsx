import { useEffect, useState } from "preact/hooks"
import { dayOf } from "../data/time"
import type { Entry, Kind } from "../data/types"
import { KINDS, kinds } from "../kinds"
import { DayByDay } from "../timeline/DayByDay"
import { EndOfPage } from "../timeline/EndOfPage"
import { Empty } from "../ui/states"

const PAGE = 60

/** `day` is one to go to; asking for the same one again goes there again. */
type Props = { entries: Entry[]; day: { date: string } | null }

export function EntryList({ entries, day }: Props) {
  const [only, setOnly] = useState<Kind[]>([])
  const [most, setMost] = useState(PAGE)
  const chosen = only.length === 0 ? entries : entries.filter(({ payload }) => only.includes(payload.kind))
  const present = KINDS.filter(kind => entries.some(({ payload }) => payload.kind === kind))
  const toggle = (kind: Kind) =>
    setOnly(before => (before.includes(kind) ? before.filter(other => other !== kind) : [...before, kind]))
  useEffect(() => {
    if (!day) return
    setOnly([])
    setMost(Math.max(PAGE, entries.filter(({ occurred_at }) => dayOf(occurred_at) >= day.date).length))
    requestAnimationFrame(() => {
      const heading = document.getElementById(`day-${day.date}`)
      heading?.scrollIntoView({ block: "start" })
      heading?.focus({ preventScroll: true })
    })
  }, [day])

  return (
    <section class="stack story-list" aria-label="Entries">
      {present.length > 1 && (
        <fieldset class="chips">
          <legend class="unseen">Show only</legend>
          <button type="button" class="chip" aria-pressed={only.length === 0} onClick={() => setOnly([])}>
            Everything
          </button>
          {present.map(kind => (
            <button
              key={kind}
              type="button"
              class="chip"
              aria-pressed={only.includes(kind)}
              onClick={() => toggle(kind)}
            >
              {kinds[kind].label}
            </button>
          ))}
        </fieldset>
      )}
      {entries.length > 0 && <p class="muted small">Written by the patient, where nobody else is named.</p>}
      {entries.length === 0 && <Empty>Nothing written in this time.</Empty>}
      <DayByDay entries={chosen.slice(0, most)} />
      {chosen.length > most && <EndOfPage reached={() => setMost(most + PAGE)} />}
    </section>
  )
}
