import { useLocation, useRoute } from "preact-iso"
import { person } from "../app/session"
import { entry as readEntry } from "../data/entries"
import { useLive } from "../data/live"
import { remove, save } from "../data/outbox"
import { momentInWords } from "../data/time"
import { syncSoon } from "../data/triggers"
import type { Entry } from "../data/types"
import { metaOf } from "../kinds"
import { Icon } from "../ui/Icon"
import { Screen } from "../ui/Screen"
import { Loading } from "../ui/states"
import { say } from "../ui/Toast"
import { ConflictOf } from "./Conflict"
import { Facts } from "./Facts"
import { NotSent } from "./NotSent"
import { Versions } from "./Versions"

export default function EntryScreen() {
  const { id = "" } = useRoute().params
  const { route } = useLocation()
  const entry = useLive(async () => (await readEntry(id)) ?? null, [id])
  if (entry === undefined) return <Screen title="Entry" back="/timeline" children={<Loading />} />
  if (entry === null)
    return (
      <Screen title="Not here" back="/timeline">
        <p>This entry is not on this phone. It may have been deleted, or written on another one and not fetched yet.</p>
      </Screen>
    )

  async function bin(gone: Entry) {
    await remove(gone)
    say("Deleted", () => save(gone).then(syncSoon))
    syncSoon()
    route("/timeline")
  }

  const meta = metaOf(entry)
  return (
    <Screen title={meta.label} back="/timeline">
      <p class="muted">
        {momentInWords(entry.occurred_at)}
        {entry.recorded_by && entry.recorded_by.id !== person.value?.id && `, written by ${entry.recorded_by.name}`}
      </p>
      <ConflictOf id={id} />
      <NotSent id={id} />
      <Facts entry={entry} />
      {editable(entry) && (
        <div class="line">
          {meta.form && (
            <a class="button" href={`/entry/${id}/edit`}>
              <Icon name="edit" size={20} /> Change
            </a>
          )}
          <button type="button" class="button" onClick={() => bin(entry)}>
            <Icon name="bin" size={20} /> Delete
          </button>
        </div>
      )}
      <Versions entry={entry} />
    </Screen>
  )
}

/** Only the author's side edits. */
function editable(entry: Entry): boolean {
  return !entry.recorded_by || entry.recorded_by.role === person.value?.role
}
