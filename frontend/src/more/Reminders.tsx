import { useState } from "preact/hooks"
import type { Allowed } from "../reminders/push"
import { answer, api } from "../data/api"
import { useDocument } from "../data/documents"
import type { Reminder } from "../data/types"
import { Screen } from "../ui/Screen"
import { Empty, Shown } from "../ui/states"
import { say } from "../ui/Toast"
import { AllowReminders } from "./AllowReminders"
import { ReminderForm } from "./ReminderForm"
import { ReminderPhones } from "./ReminderPhones"

export default function Reminders() {
  const [here, setHere] = useState<Allowed>()
  const reminders = useDocument("reminders", () => answer(api.GET("/api/v1/reminders")))
  async function change(reminder: Reminder) {
    const { id, kind, at, zone, days, paused } = reminder
    try {
      await answer(
        api.PUT("/api/v1/reminders/{reminder_id}", {
          params: { path: { reminder_id: id } },
          body: { kind, at, zone, days, paused },
        }),
      )
      say("Saved")
      reminders.again()
    } catch {
      say("Not saved. Reminders can only be changed with a connection.")
    }
  }
  return (
    <Screen title="Reminders" back="/more">
      <Shown read={reminders}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty>There is no reminder yet.</Empty>}
            {items.map(reminder => (
              <ReminderForm key={JSON.stringify(reminder)} reminder={reminder} change={change} />
            ))}
          </>
        )}
      </Shown>
      <section class="card">
        <h2>On this phone</h2>
        <p class="muted">A reminder says nothing about your health. It is not sent when you have already checked in.</p>
        <AllowReminders changed={setHere} />
      </section>
      {/* Its key: what changes for this phone changes the list. */}
      <ReminderPhones key={here} />
    </Screen>
  )
}
