import { useEffect, useState } from "preact/hooks"
import { ofKind } from "../data/entries"
import { save } from "../data/outbox"
import { lengthInWords, minutesBetween, momentInSentence, wallClock } from "../data/time"
import { syncSoon } from "../data/triggers"
import type { Entry, Spasm } from "../data/types"
import { placesInWords } from "../ui/body/words"
import { say } from "../ui/Toast"

const LONG_AGO_MINUTES = 24 * 60

export function Ongoing({ entries }: { entries: Entry[] }) {
  const now = useNow()
  const open = ofKind(entries, "spasm").filter(({ ended_at }) => !ended_at)
  return (
    <>
      {open.map(spasm => (
        <OpenSpasm key={spasm.id} spasm={spasm} now={now} />
      ))}
    </>
  )
}

function OpenSpasm({ spasm, now }: { spasm: Entry<Spasm>; now: number }) {
  const minutes = minutesBetween(spasm.occurred_at, now)
  const where = placesInWords(spasm.payload.regions)
  async function stopped() {
    await save({ ...spasm, ended_at: wallClock() })
    say("Saved on this phone", () => save({ ...spasm, ended_at: null }).then(syncSoon))
    syncSoon()
  }
  return (
    <section class="card card-due" aria-label="Spasm going on">
      <h2>{minutes > LONG_AGO_MINUTES ? "Is this spasm still going on?" : "Spasm going on"}</h2>
      <p class="running">{lengthInWords(minutes)}</p>
      <p class="muted">
        Since {momentInSentence(spasm.occurred_at)}
        {where && `. ${where}`}
      </p>
      <div class="line">
        {minutes <= LONG_AGO_MINUTES && (
          <button type="button" class="button button-main" onClick={stopped}>
            It stopped
          </button>
        )}
        <a class="button" href={`/entry/${spasm.id}/edit`}>
          {minutes > LONG_AGO_MINUTES ? "Say when it stopped" : "Add details"}
        </a>
      </div>
    </section>
  )
}

function useNow(): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
