import { momentInSentence } from "../../data/time"
import type { TreatedArea } from "../../data/types"
import { placeInWords } from "../../ui/body/words"
import { Icon } from "../../ui/Icon"
import { ghosts, lastTime, type Session } from "./session"

/** Last session's places, one tap away; what was too much then is said before it is touched again. */
export function LastTime({ session, work }: { session: Session; work: (place: TreatedArea) => void }) {
  if (!session.last) return null
  const open = ghosts(session)
  return (
    <fieldset class="stack-s session-ghosts">
      <legend>Last time, {momentInSentence(session.last.occurred_at)}</legend>
      <div class="chips">
        {open.map(ghost => (
          <button type="button" class="chip chip-ghost" key={placeInWords(ghost)} onClick={() => work(ghost)}>
            <Icon name="plus" size={16} />
            {placeInWords(ghost)}
            {lastTime(session, ghost).some(({ response }) => response === "too_much") && <strong>too much</strong>}
          </button>
        ))}
        {open.length === 0 && <span class="muted">All of last time's places are in.</span>}
      </div>
    </fieldset>
  )
}
