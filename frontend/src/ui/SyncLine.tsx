import { person, sessionEnded } from "../app/session"
import { lastExchange, overriddenCount, rejected, waiting } from "../data/changes"
import { type Reach, reach, type UnderWay, underWay } from "../data/sync"
import { clockInWords, dayOf, momentInSentence, today, wallClock } from "../data/time"
import { Icon } from "./Icon"

/** A few leave before anybody could read a number that moves. */
const WORTH_COUNTING = 20

/** One quiet line: is everything I said safe? Only its first words are read out, so that numbers that move do not chatter. */
export function SyncLine({ without }: { without?: "link" }) {
  const { said, more = "", busy } = words(waiting.value, reach.value, underWay.value)
  const look = rejected.value + overriddenCount.value
  return (
    <div class="sync-line">
      <Icon name={busy ? "wait" : "check"} size={16} />
      <span class="numbers">
        <span role="status">{said}</span>
        {more}
      </span>
      {look > 0 && !without && (
        <a href="/more/waiting">
          {look} {look === 1 ? "needs" : "need"} a look
        </a>
      )}
    </div>
  )
}

type Line = { said: string; more?: string; busy: boolean }

function words(count: number, last: Reach, now: UnderWay | null): Line {
  const busy = count > 0
  if (sessionEnded.value)
    return { said: busy ? `${count} waiting on this phone. Sign in to send.` : "Saved on this phone", busy }
  if (now?.first)
    return {
      said: "Fetching your diary",
      more: now.received > 0 ? `: ${inFull(now.received)} entries so far` : "",
      busy: true,
    }
  if (now && now.toSend > WORTH_COUNTING)
    return { said: "Sending", more: `: ${inFull(now.sent)} of ${inFull(now.toSend)} sent`, busy }
  if (busy && last === "offline") return { said: `${inFull(count)} waiting, will send when online`, busy }
  if (busy)
    return { said: last === "trouble" ? `${inFull(count)} waiting, will try again soon` : `Sending ${count}`, busy }
  return atRest(last)
}

function atRest(last: Reach): Line {
  if (rejected.value > 0) return { said: "Saved on this phone.", busy: false }
  const at = lastExchange.value
  if (at === null && last === "unknown") return { said: "", more: "One moment", busy: true }
  const here = last === "offline" ? "You are offline. " : ""
  if (at === null && here && person.value?.patient_id)
    return { said: `${here}What you wrote before comes when you are online.`, busy: true }
  return { said: `${here}All saved`, more: at === null ? "" : `, ${momentOf(at)}`, busy: false }
}

function momentOf(at: number): string {
  const moment = wallClock(new Date(at))
  return dayOf(moment) === today() ? clockInWords(moment) : momentInSentence(moment)
}

const inFull = (count: number) => count.toLocaleString()
