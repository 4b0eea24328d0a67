import { useEffect, useRef, useState } from "preact/hooks"
import { useRoute } from "preact-iso"
import "../styles/patient.css"
import { REMINDERS_OFF } from "../caseload/look"
import { newest } from "../data/entries"
import { useFetched } from "../data/fetched"
import { useLive } from "../data/live"
import { dayOf } from "../data/time"
import type { Entry } from "../data/types"
import { Fetched } from "../ui/Fetched"
import { Screen } from "../ui/Screen"
import { Appointments } from "./Appointments"
import { Banner } from "./Banner"
import { answeredDays, sinceTheFirst } from "./chart-scale"
import { DayTable } from "./DayTable"
import { EntryList } from "./EntryList"
import { OfflinePatient } from "./OfflinePatient"
import { PainChart } from "./PainChart"
import { Plan } from "./Plan"
import { readStory, type Told } from "./read-story"
import { Steps } from "./Steps"
import { WINDOWS, type Window } from "./window"

const MOST_WAITING = 50

export default function Patient() {
  const { id = "" } = useRoute().params
  return <OnePatient key={id} id={id} />
}

function OnePatient({ id }: { id: string }) {
  const [window, setWindow] = useState<Window>("since")
  const read = useFetched(`story ${id} ${window}`, () => readStory(id, window))
  // This device holds only what still waits to be sent.
  const waiting = useLive(() => newest(id, MOST_WAITING), [id]) ?? []
  const before = useRef(0)
  useEffect(() => {
    if (waiting.length < before.current) read.again()
    before.current = waiting.length
  }, [waiting.length])

  if (read.state === "offline" && !read.data) return <OfflinePatient id={id} waiting={waiting} again={read.again} />
  return (
    <Screen title={read.data?.story.patient.name ?? "Patient"} back="/" wide>
      <Fetched read={read}>
        {told => (
          <Story told={told} waiting={waiting} window={window} choose={setWindow} changed={read.again} id={id} />
        )}
      </Fetched>
    </Screen>
  )
}

type Props = {
  id: string
  told: Told
  waiting: Entry[]
  window: Window
  choose: (window: Window) => void
  changed: () => void
}

function Story({ id, told: { story, lastSession, redflag }, waiting, window, choose, changed }: Props) {
  const [day, setDay] = useState<{ date: string } | null>(null)
  const entries = [...waiting, ...story.entries.filter(entry => !waiting.some(other => other.id === entry.id))].sort(
    (a, b) => Date.parse(b.occurred_at) - Date.parse(a.occurred_at),
  )
  const days = window === "all" ? sinceTheFirst(story.days) : story.days
  const shown = window === "since" && !lastSession ? "28" : window
  return (
    <>
      <Steps id={id} />
      <Banner redflag={redflag} />
      <RemindersOff reminders={story.reminders} />
      <div class="story">
        <section class="stack story-pain" aria-label="Pain">
          <fieldset class="chips">
            <legend class="unseen">How far back</legend>
            {WINDOWS.filter(([value]) => value !== "since" || lastSession).map(([value, words]) => (
              <button
                key={value}
                type="button"
                class="chip"
                aria-pressed={shown === value}
                onClick={() => choose(value)}
              >
                {words}
              </button>
            ))}
          </fieldset>
          <PainChart days={days} tooMuch={tooMuchDays(entries)} show={date => setDay({ date })} />
          <p class="muted small">
            {answeredDays(days) === 0 && "No check-ins in this time. "}
            Line: average pain, 0 to 10; gaps are days without an answer, open dots were written late. Upright lines:
            sessions; the eight-cornered mark: the pressure was too much. Open circles: exercises skipped.
          </p>
          <DayTable days={days} />
        </section>
        <aside class="stack story-aside" aria-label="Plan">
          <Appointments patientId={id} appointments={story.appointments} changed={changed} />
          <Plan patientId={id} items={story.plan} changed={changed} />
        </aside>
        <EntryList entries={entries} day={day} />
      </div>
    </>
  )
}

/** Whoever is not asked cannot be said to keep silent. */
function RemindersOff({ reminders: { on, trouble } }: Pick<Told["story"], "reminders">) {
  if (on && !trouble) return null
  return <p class="muted">{REMINDERS_OFF[(on && trouble) || "paused"]}.</p>
}
/** Said at the table, or afterwards in the patient's own diary. */
function tooMuchDays(entries: Entry[]): Set<string> {
  const sessions = new Set<string>()
  const said = new Set<string>()
  for (const { payload } of entries)
    if (payload.kind === "soreness" && payload.treatment_id && payload.too_much_pressure?.length)
      said.add(payload.treatment_id)
  for (const { id, payload, occurred_at } of entries)
    if (
      payload.kind === "treatment" &&
      (said.has(id) || payload.areas?.some(({ response }) => response === "too_much"))
    )
      sessions.add(dayOf(occurred_at))
  return sessions
}
