import { waiting } from "../data/changes"
import { useLive } from "../data/live"
import { giveUp, type Refused, refused, sendAgain } from "../data/outbox"
import { momentInWords } from "../data/time"
import { syncSoon } from "../data/triggers"
import { Facts } from "../entry/Facts"
import { metaOf } from "../kinds"
import { entryAddress } from "../ui/entry-address"
import { Screen } from "../ui/Screen"
import { Empty } from "../ui/states"
import { problemInWords } from "./problem-words"

/** What the server would not take. Kept, shown, and in the person's hands. */
export default function Waiting() {
  const items = useLive(refused)
  return (
    <Screen title="Not sent yet" back="/more">
      {waiting.value > 0 && (
        <section class="card">
          <p>{waiting.value} saved on this phone. They will be sent when you are online.</p>
          <button type="button" class="button" onClick={syncSoon}>
            Send now
          </button>
        </section>
      )}
      {items?.length === 0 && waiting.value === 0 && <Empty>Everything is sent.</Empty>}
      {items?.map(item => (
        <OneRefused key={item.op.op_id} item={item} />
      ))}
    </Screen>
  )
}

function OneRefused({ item: { op, entry, problem } }: { item: Refused }) {
  return (
    <section class="card">
      <h2>{entry ? `${metaOf(entry).label}, ${momentInWords(entry.occurred_at)}` : "A deletion"}</h2>
      <p>We could not send this one: {problemInWords(problem)}</p>
      {entry && <Facts entry={entry} />}
      <div class="line">
        {entry && metaOf(entry).form && (
          <a class="button" href={`${entryAddress(entry)}/edit`}>
            Change it
          </a>
        )}
        <button type="button" class="button" onClick={() => sendAgain(op.op_id).then(syncSoon)}>
          Send again
        </button>
        <button
          type="button"
          class="button"
          onClick={() => confirm("Delete this from your phone? The server does not have it.") && giveUp(op.op_id)}
        >
          Delete it
        </button>
      </div>
    </section>
  )
}
