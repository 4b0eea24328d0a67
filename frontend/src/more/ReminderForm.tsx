import { useState } from "preact/hooks"
import { instantInWords } from "../data/time"
import type { Reminder, Weekday } from "../data/types"
import { AnyOf } from "../ui/form/Chips"
import { Text, Tick } from "../ui/form/fields"
import { LastDelivery } from "./LastDelivery"

const DAYS: [Weekday, string][] = [
  ["mo", "Mon"],
  ["tu", "Tue"],
  ["we", "Wed"],
  ["th", "Thu"],
  ["fr", "Fri"],
  ["sa", "Sat"],
  ["su", "Sun"],
]

export function ReminderForm({ reminder, change }: { reminder: Reminder; change: (to: Reminder) => Promise<void> }) {
  const [draft, setDraft] = useState(reminder)
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const set = (some: Partial<Reminder>) => setDraft(before => ({ ...before, ...some }))
  return (
    <form
      class="card"
      onSubmit={event => {
        event.preventDefault()
        void change(draft)
      }}
    >
      <h2>Daily check-in</h2>
      <Tick label="Remind me" on={!draft.paused} turn={on => set({ paused: !on })} />
      <Text label="At" type="time" value={draft.at.slice(0, 5)} write={at => set({ at })} />
      <AnyOf question="On" options={DAYS} value={draft.days} choose={days => set({ days: inOrder(days) })} />
      <p class="muted">
        Time zone: {draft.zone}{" "}
        {draft.zone !== here && (
          <button type="button" class="button button-plain" onClick={() => set({ zone: here })}>
            Use {here}, where this phone is
          </button>
        )}
      </p>
      {reminder.next_due_at && !reminder.paused && <p>Next: {instantInWords(reminder.next_due_at)}</p>}
      <LastDelivery reminderId={reminder.id} />
      <button type="submit" class="button button-main" disabled={draft.days.length === 0}>
        Save the reminder
      </button>
    </form>
  )
}

const inOrder = (days: Weekday[]) => DAYS.map(([day]) => day).filter(day => days.includes(day))
