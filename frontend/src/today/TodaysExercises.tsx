import { wallClock } from "../data/time"
import type { Entry, Exercise, PlanItem, Weekday } from "../data/types"
import { doseInWords } from "../kinds/exercise/words"
import { Icon } from "../ui/Icon"

/** As a date counts them. */
export const WEEKDAYS: Weekday[] = ["su", "mo", "tu", "we", "th", "fr", "sa"]

export function forToday(items: PlanItem[], now: Date = new Date()): PlanItem[] {
  const weekday = WEEKDAYS[now.getDay()] as Weekday
  const over = (item: PlanItem) => item.ended_at !== null && Date.parse(item.ended_at) <= Date.parse(wallClock(now))
  return items.filter(item => !over(item) && (item.days.length === 0 || item.days.includes(weekday)))
}

export function TodaysExercises({ items, done }: { items: PlanItem[]; done: Entry<Exercise>[] }) {
  const due = forToday(items)
  if (due.length === 0) return null
  return (
    <section class="stack-s">
      <h2>Exercises today</h2>
      <ul class="list">
        {due.map(item => {
          const entry = done.find(({ payload }) => payload.plan_item_id === item.id)
          return (
            <li key={item.id}>
              <a class="list-link" href={`/exercise/${item.id}`}>
                <span class="done-circle" data-done={entry && !entry.payload.skipped ? "yes" : undefined}>
                  {entry && <Icon name={entry.payload.skipped ? "close" : "check"} size={18} />}
                </span>
                <span>
                  {item.name} <span class="muted">{doseInWords(item)}</span>
                  {entry && <span class="unseen">{entry.payload.skipped ? "skipped today" : "done today"}</span>}
                </span>
                <Icon name="next" size={20} />
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
