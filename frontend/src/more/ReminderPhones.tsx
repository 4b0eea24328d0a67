import { answer, api } from "../data/api"
import { useDocument } from "../data/documents"
import { at } from "../data/push-offer"
import type { Subscription } from "../data/types"
import { say } from "../ui/Toast"

/** Every phone and browser that this person's reminders go to. */
export function ReminderPhones() {
  const phones = useDocument("subscriptions", () => answer(api.GET("/api/v1/push/subscriptions")))
  const items = phones.data?.items ?? []
  if (items.length === 0) return null
  async function stop({ id, name }: Subscription) {
    try {
      await answer(api.DELETE("/api/v1/push/subscriptions/{subscription_id}", at(id)))
      say(`No more reminders on ${name}`)
      phones.again()
    } catch {
      say("That did not work just now. Try again when you are online.")
    }
  }
  return (
    <section class="stack-s">
      <h2>Where reminders go</h2>
      <ul class="list">
        {items.map(phone => (
          <li key={phone.id} class="list-row line apart">
            <span>
              {phone.name} <span class="muted">{phone.active ? "works" : "not confirmed yet"}</span>
            </span>
            <button
              type="button"
              class="button"
              aria-label={`Stop reminders on ${phone.name}`}
              onClick={() => stop(phone)}
            >
              Stop
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
