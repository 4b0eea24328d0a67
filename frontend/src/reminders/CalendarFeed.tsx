import { useState } from "preact/hooks"
import { answer, api } from "../data/api"
import { useDocument } from "../data/documents"
import { momentInSentence, wallClock } from "../data/time"
import { Text } from "../ui/form/fields"
import { say } from "../ui/Toast"
import { copyText } from "../ui/text-file"

/** The same times as alarms of a calendar app. Whoever knows the address can read the times, so it can be taken back. */
export function CalendarFeed() {
  const feed = useDocument("reminder calendar", () => answer(api.GET("/api/v1/reminders/calendar")))
  const [url, setUrl] = useState("")
  if (!feed.data) return null
  const made = feed.data.made_at
  async function ask(asking: () => Promise<string>) {
    try {
      setUrl(await asking())
      feed.again()
    } catch {
      say("That did not work just now. Try again when you are online.")
    }
  }
  const make = () => ask(async () => (await answer(api.PUT("/api/v1/reminders/calendar"))).url)
  const stop = () =>
    ask(async () => {
      await answer(api.DELETE("/api/v1/reminders/calendar"))
      return ""
    })
  return (
    <section class="card">
      <h3>In your calendar app</h3>
      <p class="muted">
        Your calendar app then shows the times and rings, also when you have already answered. The address is secret:
        give it to nobody.
      </p>
      {url && (
        <>
          <Text
            label="The secret address"
            value={url}
            write={() => undefined}
            hint="Shown only now. In your calendar app: subscribe to a calendar, and paste it."
          />
          <button type="button" class="button button-main" onClick={() => copyText(url)}>
            Copy the address
          </button>
        </>
      )}
      {made && !url && <p>An address was made {momentInSentence(wallClock(new Date(made)))}.</p>}
      <div class="line">
        <button type="button" class="button" onClick={make}>
          {made ? "Make a new one, the old one ends" : "Make a secret address"}
        </button>
        {made && (
          <button type="button" class="button" onClick={stop}>
            End it
          </button>
        )}
      </div>
    </section>
  )
}
