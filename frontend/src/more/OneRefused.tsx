import { giveUp, type Refused, remove, save, sendAgain } from "../data/outbox"
import { syncSoon } from "../data/triggers"
import { asText } from "../data/unsent"
import { FactList } from "../entry/Facts"
import { metaOf } from "../kinds"
import { entryAddress } from "../ui/entry-address"
import { say } from "../ui/Toast"
import { copyText, saveAsText } from "../ui/text-file"
import { titleOf } from "./change-words"
import { problemInWords } from "./problem-words"

/** What the server would not take, in words, with everything that can be done about it. */
export function OneRefused({ item }: { item: Refused }) {
  const { op, entry, problem } = item
  const title = titleOf(item)

  async function drop() {
    await giveUp(op.op_id)
    say("Given up", undo)
  }
  async function undo() {
    const { entry_id: id, patient_id, base_version: version, content } = op
    if (content === "delete") await remove({ id, patient_id, version })
    else await save({ id, patient_id, version, ...content })
    syncSoon()
  }

  return (
    <section class="card" aria-label={`Not sent: ${title}`}>
      <h2>{title}</h2>
      <p>We could not send this one: {problemInWords(problem)} It is safe on this phone.</p>
      {entry && <FactList entry={entry} />}
      <div class="line">
        {entry && metaOf(entry).form && (
          <a class="button button-main" href={`${entryAddress(entry)}/edit`}>
            Change it
          </a>
        )}
        <button type="button" class="button" onClick={() => sendAgain(op.op_id).then(syncSoon)}>
          Send again
        </button>
      </div>
      <div class="line">
        <button type="button" class="button" onClick={() => copyText(`${title}\n${asText(op)}`)}>
          Copy as text
        </button>
        <button type="button" class="button" onClick={() => saveAsText("backstory-entry", `${title}\n${asText(op)}`)}>
          Save as text
        </button>
        <button type="button" class="button button-plain" onClick={drop}>
          Give it up
        </button>
      </div>
    </section>
  )
}
