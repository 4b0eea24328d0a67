import { waiting } from "../data/changes"
import { useLive } from "../data/live"
import { refused } from "../data/outbox"
import { overridden } from "../data/overridden"
import { syncSoon } from "../data/triggers"
import { unsent } from "../data/unsent"
import { Conflict } from "../entry/Conflict"
import { Screen } from "../ui/Screen"
import { SyncLine } from "../ui/SyncLine"
import { Empty } from "../ui/states"
import { detailOf, titleOf } from "./change-words"
import { OneRefused } from "./OneRefused"

/** Everything that is not simply saved: on its way, refused, or written twice. Kept, shown, and in the person's hands. */
export default function Waiting() {
  const items = useLive(refused)
  const conflicts = useLive(overridden)
  const nothing = waiting.value === 0 && items?.length === 0 && conflicts?.length === 0
  return (
    <Screen title="Waiting or unclear" back="/more">
      <SyncLine without="link" />
      {nothing && <Empty>Everything is sent, and nothing needs a look.</Empty>}
      {items?.map(item => (
        <OneRefused key={item.op.op_id} item={item} />
      ))}
      {conflicts?.map(conflict => (
        <Conflict key={conflict.entry_id} conflict={conflict} />
      ))}
      {waiting.value > 0 && <OnItsWay />}
    </Screen>
  )
}

const SHOWN = 50

function OnItsWay() {
  const changes = useLive(unsent)?.changes.filter(({ state }) => state !== "rejected") ?? []
  return (
    <section class="stack-s">
      <h2>Safe on this phone, not sent yet</h2>
      <ul class="list">
        {changes.slice(0, SHOWN).map(change => (
          <li key={change.op.op_id} class="list-row">
            <strong>{titleOf(change)}</strong>
            <span class="entry-detail">{detailOf(change)}</span>
          </li>
        ))}
        {changes.length > SHOWN && <li class="list-row">and {(changes.length - SHOWN).toLocaleString()} more</li>}
      </ul>
      <p class="muted">They are sent by themselves when you are online.</p>
      <button type="button" class="button" onClick={syncSoon}>
        Send now
      </button>
    </section>
  )
}
