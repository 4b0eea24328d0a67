import { answer, api } from "../data/api"
import { useDocument } from "../data/documents"
import { rule } from "../data/reminders"
import { clockInWords, dayBefore, dayInWords, dayOf, today, wallClock } from "../data/time"
import { Icon } from "../ui/Icon"
import { Screen } from "../ui/Screen"
import { Empty, Shown } from "../ui/states"
import { occasions } from "./occasions"
import { ICONS, NAMES } from "./words"

const DAYS = 14

/** What was asked, what was not and why: so that nobody wonders whether it works. */
export function Ledger() {
  const ledger = useDocument("ledger", async () => {
    const { items } = await answer(api.GET("/api/v1/reminders"))
    return Promise.all(
      items.map(async ({ id, kind }) => ({
        kind,
        slots: (await answer(api.GET("/api/v1/reminders/{reminder_id}/deliveries", rule(id)))).items,
      })),
    )
  })
  return (
    <Screen title="The last 14 days" back="/more/reminders">
      <Shown read={ledger}>
        {rules => {
          const told = rules
            .flatMap(({ kind, slots }) => occasions(slots).map(one => ({ ...one, kind })))
            .map(one => ({ ...one, here: wallClock(new Date(one.at)) }))
            .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
          const days = [...new Set(told.map(({ here }) => dayOf(here)))].filter(day => day > dayBefore(today(), DAYS))
          if (days.length === 0) return <Empty>No reminder was due yet.</Empty>
          return days.map(day => (
            <section key={day} class="day">
              <h2>{dayInWords(day)}</h2>
              <ul class="list">
                {told
                  .filter(({ here }) => dayOf(here) === day)
                  .map(({ kind, here, words }) => (
                    <li key={kind + here} class="entry">
                      <span class="entry-icon">
                        <Icon name={ICONS[kind]} size={20} />
                      </span>
                      <span>
                        {NAMES[kind]} <span class="muted numbers">{clockInWords(here)}</span>
                        <span class="entry-detail">{words}</span>
                      </span>
                    </li>
                  ))}
              </ul>
            </section>
          ))
        }}
      </Shown>
    </Screen>
  )
}
