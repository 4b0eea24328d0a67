import { useState } from "preact/hooks"
import { answer, api } from "../data/api"
import { useDocument } from "../data/documents"
import { MY_PUSH_ID } from "../data/push-id"
import { at } from "../data/push-offer"
import { momentInSentence, wallClock } from "../data/time"
import type { Subscription } from "../data/types"
import { Screen } from "../ui/Screen"
import { say } from "../ui/Toast"
import { AllowReminders } from "./AllowReminders"
import { CalendarFeed } from "./CalendarFeed"
import { Mail } from "./Mail"
import type { Allowed } from "./push"

/** Every phone and browser that this person's reminders go to, and the other ways. */
export function Phones() {
  const [here, setHere] = useState<Allowed>()
  return (
    <Screen title="Where they go" back="/more/reminders">
      <section class="card">
        <h2>This phone</h2>
        <AllowReminders main changed={setHere} />
      </section>
      {/* Its key: what changes for this phone changes the list. */}
      <Others key={here} />
      <section class="stack">
        <h2>If notifications do not work here</h2>
        <p>
          <a href="/more/reminders/guide">How to get them, step by step</a>. Or use another way:
        </p>
        <Mail />
        <CalendarFeed />
      </section>
    </Screen>
  )
}

function Others() {
  const devices = useDocument("subscriptions", () => answer(api.GET("/api/v1/push/subscriptions")))
  const mine = localStorage.getItem(MY_PUSH_ID)
  const others = (devices.data?.items ?? []).filter(({ id, retired }) => retired || id !== mine)
  if (others.length === 0) return null
  async function ask(asking: Promise<unknown>, words: string) {
    try {
      await asking
      say(words)
      devices.again()
    } catch {
      say("That did not work just now. Try again when you are online.")
    }
  }
  return (
    <section class="stack-s">
      <h2>Other phones and browsers</h2>
      <ul class="list">
        {others.map(device => (
          <li key={device.id} class="list-row stack-s">
            <span>
              {device.name}
              <span class="entry-detail">{deviceInWords(device)}</span>
            </span>
            {!device.retired && (
              <div class="line">
                <button
                  type="button"
                  class="button"
                  aria-label={`Send a test to ${device.name}`}
                  onClick={() =>
                    ask(
                      answer(api.POST("/api/v1/push/subscriptions/{subscription_id}/test", at(device.id))),
                      `A test is on its way to ${device.name}`,
                    )
                  }
                >
                  Test
                </button>
                <button
                  type="button"
                  class="button"
                  aria-label={`Stop reminders on ${device.name}`}
                  onClick={() =>
                    ask(
                      answer(api.DELETE("/api/v1/push/subscriptions/{subscription_id}", at(device.id))),
                      `No more reminders on ${device.name}`,
                    )
                  }
                >
                  Stop
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function deviceInWords({ active, retired, quiet, failing, seen_at, last_shown_at }: Subscription): string {
  if (retired) return "Gets none any more: its push service says that it is gone. Open the app there to start again."
  const since = seen_at ? ` The app was last open there ${on(seen_at)}.` : ""
  if (!active) return `Not confirmed yet.${since}`
  if (failing) return `The last one could not be delivered.${since}`
  if (quiet) return `Sent, but nothing was shown there lately.${since}`
  return last_shown_at ? `Works. Last one shown ${on(last_shown_at)}.` : `Allowed.${since}`
}

const on = (instant: string) => momentInSentence(wallClock(new Date(instant)))
