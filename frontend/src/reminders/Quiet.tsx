import { useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { answer, api, Offline } from "../data/api"
import { keepDocument } from "../data/documents"
import { SETTINGS, useRules, useSettings } from "../data/reminders"
import { today } from "../data/time"
import type { ReminderSettings } from "../data/types"
import { OneOf } from "../ui/form/Chips"
import { SaveBar, Text, Tick } from "../ui/form/fields"
import { Screen } from "../ui/Screen"
import { Shown } from "../ui/states"
import { say } from "../ui/Toast"
import { zoneHere } from "./follow-zone"
import { neverComes } from "./too-quiet"
import { NAMES, timeInWords } from "./words"

type FollowUp = NonNullable<ReminderSettings["follow_up_minutes"]> | 0
const FOLLOW_UPS: [FollowUp, string][] = [
  [0, "No"],
  [30, "After 30 minutes"],
  [60, "After an hour"],
  [120, "After 2 hours"],
]

export function Quiet() {
  return (
    <Screen title="When not to disturb" back="/more/reminders">
      <Shown read={useSettings()}>{settings => <QuietForm key={JSON.stringify(settings)} settings={settings} />}</Shown>
    </Screen>
  )
}

function QuietForm({ settings }: { settings: ReminderSettings }) {
  const { route } = useLocation()
  const [draft, setDraft] = useState(settings)
  const set = (some: Partial<ReminderSettings>) => setDraft(before => ({ ...before, ...some }))
  const { quiet_from, quiet_to, away_from, away_until, follow_up_minutes, zone, follow_zone } = draft
  const backwards = !!away_from && !!away_until && away_until < away_from
  const swallowed = (useRules().data?.items ?? []).filter(rule => neverComes(rule, draft))
  const half = (quiet_from !== null && !(quiet_from && quiet_to)) || (away_from !== null && !(away_from && away_until))

  async function save(event: Event) {
    event.preventDefault()
    try {
      await keepDocument(SETTINGS, await answer(api.PUT("/api/v1/reminders/settings", { body: draft })))
      say("Saved")
      route("/more/reminders")
    } catch (error) {
      say(
        error instanceof Offline
          ? "Not saved. This can only be changed with a connection."
          : "Not saved. Check the times and the days.",
      )
    }
  }

  return (
    <form class="stack-l" onSubmit={save}>
      <section class="card">
        <Tick
          label="Quiet hours"
          on={quiet_from !== null}
          turn={on => set(on ? { quiet_from: "22:00", quiet_to: "07:00" } : { quiet_from: null, quiet_to: null })}
        />
        {quiet_from !== null && (
          <div class="pair">
            <Text label="From" type="time" value={quiet_from} write={at => set({ quiet_from: at })} />
            <Text label="Until" type="time" value={quiet_to ?? ""} write={at => set({ quiet_to: at })} />
          </div>
        )}
        <p class="muted">A reminder that falls into them waits for their end, where it still makes sense then.</p>
        {swallowed.map(({ id, kind, at }) => (
          <p key={id} role="status">
            {NAMES[kind]}, {timeInWords(at ?? "")}: these hours end too late for it, it never comes.
          </p>
        ))}
      </section>
      <section class="card">
        <Tick
          label="I am away"
          on={away_from !== null}
          turn={on => set(on ? { away_from: today(), away_until: today() } : { away_from: null, away_until: null })}
        />
        {away_from !== null && (
          <div class="pair">
            <Text label="From" type="date" value={away_from} write={day => set({ away_from: day })} />
            <Text
              label="Until, the last day"
              type="date"
              from={away_from}
              value={away_until ?? ""}
              write={day => set({ away_until: day })}
            />
          </div>
        )}
        <p class="muted">No reminders on these days. They go on by themselves afterwards.</p>
      </section>
      <section class="card">
        <OneOf
          question="Ask once more when I do not answer"
          options={FOLLOW_UPS}
          value={follow_up_minutes ?? 0}
          choose={minutes => set({ follow_up_minutes: minutes || null })}
        />
      </section>
      <section class="card">
        <h2>Time zone</h2>
        <p>Reminders go by the clock of {zone}.</p>
        {zone !== zoneHere() && (
          <button type="button" class="button" onClick={() => set({ zone: zoneHere() })}>
            Use {zoneHere()}, where this phone is
          </button>
        )}
        <Tick
          label="Follow this phone when I travel"
          on={follow_zone}
          turn={on => set({ follow_zone: on, ...(on ? { zone: zoneHere() } : {}) })}
        />
        <p class="muted">
          When the app is opened elsewhere, it tells our server the new time zone, and nothing else of where you are.
        </p>
      </section>
      <SaveBar
        disabled={half || backwards}
        hint={backwards ? "The last day lies before the first." : "Fill in both."}
      />
    </form>
  )
}
