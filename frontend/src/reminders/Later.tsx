import { useState } from "preact/hooks"
import { answer, api } from "../data/api"
import { clockInWords, wallClock } from "../data/time"
import { say } from "../ui/Toast"
import { formOf, NAMES, type Prompt } from "./words"

const TONIGHT_HOUR = 21

/** What was asked and not answered yet: now, or when it suits better. */
export function Later({ prompt }: { prompt: Prompt }) {
  const [again, setAgain] = useState<Date>()
  async function later(until: Date) {
    const params = { path: { delivery_id: prompt.delivery_id } }
    try {
      const body = { until: until.toISOString() }
      await answer(api.PUT("/api/v1/reminders/deliveries/{delivery_id}/snooze", { params, body }))
      setAgain(until)
    } catch {
      say("That did not work just now. Try again when you are online.")
    }
  }
  const tonight = new Date(new Date().setHours(TONIGHT_HOUR, 0, 0, 0))
  return (
    <section class="card">
      <h2>Still open: {NAMES[prompt.kind].toLowerCase()}</h2>
      <p role="status" class={again ? "" : "muted"}>
        {again ? "You are asked again" : "You were asked"} at{" "}
        {clockInWords(wallClock(again ?? new Date(prompt.due_at)))}.
      </p>
      <a class="button" href={formOf(prompt)}>
        Answer now
      </a>
      <fieldset class="stack-s">
        <legend>Ask me again</legend>
        <div class="chips">
          <button type="button" class="chip" onClick={() => later(inMinutes(15))}>
            In 15 minutes
          </button>
          <button type="button" class="chip" onClick={() => later(inMinutes(60))}>
            In an hour
          </button>
          {tonight > inMinutes(60) && (
            <button type="button" class="chip" onClick={() => later(tonight)}>
              Tonight, {clockInWords(wallClock(tonight))}
            </button>
          )}
        </div>
      </fieldset>
    </section>
  )
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000)
