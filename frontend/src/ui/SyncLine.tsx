import { sessionEnded } from "../app/session"
import { rejected, waiting } from "../data/changes"
import { type Reach, reach } from "../data/sync"
import { Icon } from "./Icon"

/** One quiet line: is everything I said safe? */
export function SyncLine() {
  return (
    <div class="sync-line" role="status">
      <Icon name={waiting.value > 0 ? "wait" : "check"} size={16} />
      <span>{words(waiting.value, reach.value, sessionEnded.value)}</span>
      {rejected.value > 0 && (
        <a href="/more/waiting">
          {rejected.value} {rejected.value === 1 ? "needs" : "need"} a look
        </a>
      )}
    </div>
  )
}

function words(count: number, last: Reach, signedOut: boolean): string {
  if (signedOut) return count > 0 ? `${count} waiting on this phone. Sign in to send.` : "Saved on this phone"
  if (count === 0 && rejected.value > 0) return "Saved on this phone."
  if (count === 0) return last === "offline" ? "All saved. You are offline." : "All saved"
  if (last === "offline") return `${count} waiting, will send when online`
  return last === "trouble" ? `${count} waiting, will try again soon` : `Sending ${count}`
}
