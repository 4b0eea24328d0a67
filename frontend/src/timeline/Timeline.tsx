import { useState } from "preact/hooks"
import { person } from "../app/session"
import { newest } from "../data/entries"
import { useLive } from "../data/live"
import { underWay } from "../data/sync"
import type { Kind } from "../data/types"
import { KINDS, kinds } from "../kinds"
import { Screen } from "../ui/Screen"
import { SyncLine } from "../ui/SyncLine"
import { Empty, Loading } from "../ui/states"
import { DayByDay } from "./DayByDay"
import { EndOfPage } from "./EndOfPage"

const PAGE = 60
const OFFERED: Kind[] = ["checkin", "spasm", "soreness", "exercise", "treatment", "note"]

export default function Timeline() {
  const patientId = person.value?.patient_id ?? ""
  const [shown, setShown] = useState(PAGE)
  const [only, setOnly] = useState<Kind | null>(null)
  const entries = useLive(() => newest(patientId, shown, only ? [only] : undefined), [patientId, shown, only])
  const onItsWay = only === null && underWay.value?.first
  return (
    <Screen title="Timeline">
      <SyncLine />
      <nav class="chips chips-row" aria-label="Show only">
        <button type="button" class="chip" aria-pressed={only === null} onClick={() => setOnly(null)}>
          Everything
        </button>
        {KINDS.filter(kind => OFFERED.includes(kind)).map(kind => (
          <button key={kind} type="button" class="chip" aria-pressed={only === kind} onClick={() => setOnly(kind)}>
            {kinds[kind].label}
          </button>
        ))}
      </nav>
      {!entries && <Loading />}
      {entries?.length === 0 && !onItsWay && (
        <Empty>
          {only ? <p>Nothing of this kind yet.</p> : <p>Nothing here yet. Your first check-in takes three taps.</p>}
          {!only && (
            <a class="button button-main" href="/check-in">
              Check in
            </a>
          )}
        </Empty>
      )}
      {entries && <DayByDay entries={entries} />}
      {entries?.length === shown && <EndOfPage reached={() => setShown(shown + PAGE)} />}
    </Screen>
  )
}
