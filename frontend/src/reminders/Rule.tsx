import { useState } from "preact/hooks"
import { useLocation, useRoute } from "preact-iso"
import { person } from "../app/session"
import { answer, api, Offline } from "../data/api"
import { keepDocument } from "../data/documents"
import { newId } from "../data/outbox"
import { usePlan } from "../data/plans"
import { rule as at, RULES, useRules, useSettings } from "../data/reminders"
import { instantInWords } from "../data/time"
import type { Reminder } from "../data/types"
import { WEEK, WEEKDAYS } from "../patient/weekdays"
import { AnyOf, OneOf, optionsOf } from "../ui/form/Chips"
import { SaveBar, Text, Tick } from "../ui/form/fields"
import { Screen } from "../ui/Screen"
import { Empty, Shown } from "../ui/states"
import { say } from "../ui/Toast"
import { zoneHere } from "./follow-zone"
import { neverComes } from "./too-quiet"
import { BEFORE, beforeInWords, NAMES, type RuleKind } from "./words"

const ABOUT: Record<RuleKind, string> = {
  checkin: "One number for the day. You are not reminded when you have checked in already.",
  exercise: "You are not reminded when it is done, nor while urgent symptoms are not cleared.",
  soreness:
    "About one, two and three days after a session, at the hour at which it was. It stops after two answers of 0.",
  appointment: "A chance to write down what you want to tell. One tap says that there is nothing.",
  peg: "Three short questions about the past week. Your clinician sees how they change.",
}
const ALL = "all"

export function Rule() {
  const { id = "" } = useRoute().params
  const rules = useRules()
  return (
    <Shown read={rules}>
      {({ items }) => {
        const found = id === "new" ? another(items) : items.find(rule => rule.id === id)
        if (found) return <RuleForm key={id} rule={found} others={items.filter(rule => rule.id !== found.id)} />
        return (
          <Screen title="Reminder" back="/more/reminders">
            <Empty>This reminder is not there any more.</Empty>
          </Screen>
        )
      }}
    </Shown>
  )
}

function RuleForm({ rule, others }: { rule: Reminder; others: Reminder[] }) {
  const { route } = useLocation()
  const [draft, setDraft] = useState(rule)
  const set = (some: Partial<Reminder>) => setDraft(before => ({ ...before, ...some }))
  const { id, kind, zone, paused, days, before_minutes, about } = draft
  const byClock = kind !== "soreness" && kind !== "appointment"
  const settings = useSettings().data
  const made = others.some(other => other.kind === kind)

  async function change(asking: () => Promise<Reminder[]>, words: string) {
    try {
      await keepDocument(RULES, { items: await asking() })
      say(words)
      route("/more/reminders")
    } catch (error) {
      say(
        error instanceof Offline
          ? "Not saved. Reminders can only be changed with a connection."
          : "Not saved. Check the time and the days.",
      )
    }
  }
  const save = async () => {
    const when = byClock ? { at: draft.at?.slice(0, 5), days } : {}
    const body = { kind, zone, paused, ...when, before_minutes: before_minutes ?? undefined, about: about ?? undefined }
    const saved = await answer(api.PUT("/api/v1/reminders/{reminder_id}", { ...at(id), body }))
    return [...others, saved]
  }
  const end = async () => {
    await answer(api.DELETE("/api/v1/reminders/{reminder_id}", at(id)))
    return others
  }

  return (
    <Screen title={NAMES[kind]} back="/more/reminders">
      <form
        class="stack-l"
        onSubmit={event => {
          event.preventDefault()
          void change(save, "Saved")
        }}
      >
        <p class="muted">{ABOUT[kind]}</p>
        <Tick label="Remind me" on={!paused} turn={on => set({ paused: !on })} />
        {!paused && byClock && (
          <>
            <Text label="At" type="time" value={draft.at?.slice(0, 5) ?? ""} write={time => set({ at: time })} />
            <AnyOf
              question="On"
              options={optionsOf(WEEKDAYS)}
              value={days}
              choose={chosen => set({ days: WEEK.filter(day => chosen.includes(day)) })}
            />
          </>
        )}
        {settings && neverComes(draft, settings) && (
          <p role="status">
            This lies in your <a href="/more/reminders/quiet">quiet hours</a>, and they end too late for it: it never
            comes.
          </p>
        )}
        {!paused && kind === "exercise" && <Which about={about} choose={chosen => set({ about: chosen })} />}
        {!paused && kind === "appointment" && (
          <OneOf
            question="How long before"
            options={withOwn(before_minutes ?? 1440)}
            value={before_minutes ?? 1440}
            choose={minutes => set({ before_minutes: minutes })}
          />
        )}
        {rule.next_due_at && !paused && <p class="muted">Next: {instantInWords(rule.next_due_at)}</p>}
        {byClock && !paused && zone !== zoneHere() && (
          <p class="muted">
            By the clock of {zone}. <a href="/more/reminders/quiet">Change the time zone</a>
          </p>
        )}
        {kind === "exercise" && made && rule.next_due_at !== undefined && (
          <button type="button" class="button button-plain" onClick={() => change(end, "Removed")}>
            Remove this time
          </button>
        )}
        <SaveBar disabled={byClock && (days.length === 0 || !draft.at)} hint="Choose a time and at least one day." />
      </form>
    </Screen>
  )
}

function Which({ about, choose }: { about: string | null; choose: (about: string | null) => void }) {
  const plan = usePlan(person.value?.patient_id ?? "")
  const items = (plan.data?.items ?? []).filter(({ ended_at, id }) => ended_at === null || id === about)
  if (items.length === 0) return <p class="muted">No exercise is on your plan now. You are asked as soon as one is.</p>
  return (
    <OneOf
      question="Which"
      options={[
        [ALL, "All of the day's plan"] as [string, string],
        ...items.map(({ id, name }): [string, string] => [id, name]),
      ]}
      value={about ?? ALL}
      choose={id => choose(id === ALL ? null : id)}
    />
  )
}

/** One more time of the day for exercises, with nothing decided but the hour. */
function another(items: Reminder[]): Reminder {
  const zone = items[0]?.zone ?? zoneHere()
  const window_minutes = items.find(({ kind }) => kind === "exercise")?.window_minutes ?? 180
  const empty = { before_minutes: null, about: null, window_minutes, next_due_at: null, paused: false }
  return { ...empty, id: newId(), kind: "exercise", at: "17:00", zone, days: WEEK }
}

const withOwn = (minutes: number): [number, string][] =>
  BEFORE.some(([choice]) => choice === minutes) ? BEFORE : [[minutes, beforeInWords(minutes)], ...BEFORE]
