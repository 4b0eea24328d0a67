import { useState } from "preact/hooks"
import { person } from "../app/session"
import { since } from "../data/entries"
import { useLive } from "../data/live"
import { Screen } from "../ui/Screen"
import { Empty, Loading } from "../ui/states"
import { daysOf, inASentence } from "./days"
import { PainLine } from "./PainLine"
import { PainTable } from "./PainTable"

const WINDOWS = [14, 28, 90] as const
const A_DAY_MS = 86_400_000

export default function Trends() {
  const patientId = person.value?.patient_id ?? ""
  const [length, setLength] = useState<number>(28)
  const entries = useLive(() => since(patientId, Date.now() - (length + 1) * A_DAY_MS), [patientId, length])
  const days = entries && daysOf(entries, length)
  const values = days?.filter(day => day.average !== null).length ?? 0
  return (
    <Screen title="Trends">
      <fieldset class="chips">
        <legend class="unseen">How far back</legend>
        {WINDOWS.map(window => (
          <button
            key={window}
            type="button"
            class="chip"
            aria-pressed={length === window}
            onClick={() => setLength(window)}
          >
            {window} days
          </button>
        ))}
      </fieldset>
      {!days && <Loading />}
      {days && values < 2 && (
        <Empty>
          <p>A line needs at least two days with a check-in. You have {values === 1 ? "one" : "none"} in this time.</p>
        </Empty>
      )}
      {days && values >= 2 && (
        <>
          <p>{inASentence(days)}</p>
          <PainLine days={days} />
          <PainTable days={days} />
        </>
      )}
    </Screen>
  )
}
