import { useRef, useState } from "preact/hooks"
import "../../styles/session.css"
import { save } from "../../data/outbox"
import { momentInSentence, momentInWords, wallClock } from "../../data/time"
import BodyMap from "../../ui/body/BodyMap"
import { placeInWords } from "../../ui/body/words"
import { Text, When } from "../../ui/form/fields"
import type { FormProps } from "../kind"
import { AreaPanel } from "./AreaPanel"
import { LastTime } from "./LastTime"
import { lastTime, missing, payloadOf, type Session, takeAway, tell, untouched, work, workAgain } from "./session"
import { useSession } from "./useSession"
import { WorkedList } from "./WorkedList"

const LONG_AGO_MS = 4 * 3_600_000

export default function TreatmentForm({ patientId, entry, saved }: FormProps<"treatment">) {
  const { session, change, draft, startAfresh } = useSession(patientId, entry)
  const map = useRef<HTMLDivElement>(null)
  const [visits, setVisits] = useState(0)
  if (!session) return null
  const { id, version, captured_at, occurred_at, areas, current, last } = session
  const area = current === null ? undefined : areas[current]
  const incomplete = areas.findIndex(one => missing(one).length > 0)
  const stale = !entry && !untouched(session) && Date.now() - Date.parse(occurred_at) > LONG_AGO_MS

  async function submit(event: Event) {
    event.preventDefault()
    const payload = session && payloadOf(session)
    if (!payload) {
      if (incomplete !== -1) change(before => ({ ...before, current: incomplete }))
      return
    }
    const shown = version === undefined ? undefined : { version, captured_at }
    await save({ id, patient_id: patientId, shown, draft, occurred_at, payload })
    saved({ id, patient_id: patientId })
  }
  function next() {
    change(before => ({ ...before, current: null }))
    map.current?.scrollIntoView({ block: "start" })
    map.current?.querySelector<SVGGElement>("[role=checkbox][tabindex='0']")?.focus({ preventScroll: true })
  }

  return (
    <form
      class="session"
      onSubmit={submit}
      onKeyDown={event => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit(event)
      }}
    >
      {stale && (
        <div class="notice">
          <p>This session was begun {momentInSentence(occurred_at)} and not saved yet.</p>
          <button type="button" class="button" onClick={() => confirm("Drop what is written here?") && startAfresh()}>
            Start afresh
          </button>
        </div>
      )}
      <LastTime session={session} work={place => change(before => work(before, place))} />
      <div class="session-map" ref={map}>
        <BodyMap
          places={areas}
          ghosts={last?.areas}
          stops={areas.filter(({ response }) => response === "too_much")}
          current={area}
          toggle={place => change(before => work(before, place))}
        />
      </div>
      <div class="session-side stack">
        {area && current !== null && (
          <AreaPanel
            key={`${current} ${visits}`}
            area={area}
            lastTime={lastTime(session, area)}
            tell={some => change(before => tell(before, some))}
            again={() => change(before => workAgain(before, area))}
            remove={() => change(before => takeAway(before, current))}
            next={next}
          />
        )}
        <WorkedList
          areas={areas}
          current={current}
          open={index => {
            change(before => ({ ...before, current: index }))
            setVisits(visits + 1)
          }}
        />
        <Text
          long
          label="Notes"
          value={session.notes}
          write={notes => change(before => ({ ...before, notes }))}
          hint="The patient sees them."
        />
        <Text long label="Plan for home" value={session.plan} write={plan => change(before => ({ ...before, plan }))} />
        <When
          label="When"
          value={occurred_at || wallClock()}
          write={at => change(before => ({ ...before, occurred_at: at }))}
        />
        <p class="muted small">Begun {momentInWords(occurred_at)}. Every tap is kept on this device.</p>
      </div>
      <div class="save-bar session-bar">
        <p class="session-word" role="status">
          {wordOf(session)}
        </p>
        <button
          type="button"
          class="button button-big session-stop"
          disabled={!area}
          onClick={() => change(before => tell(before, { response: "too_much" }))}
        >
          Too much
        </button>
        <button type="submit" class="button button-main button-big" disabled={untouched(session)}>
          Save session
        </button>
      </div>
    </form>
  )
}

/** One line above the two buttons: what was just marked, or what is still missing. */
function wordOf({ areas, current }: Session): string {
  const area = current === null ? undefined : areas[current]
  if (area?.response === "too_much") return `Too much: ${placeInWords(area)}. Ease off here.`
  const open = areas.filter(one => missing(one).length > 0).length
  return open > 0 ? `${open} ${open === 1 ? "place is" : "places are"} not finished` : ""
}
