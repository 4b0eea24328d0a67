import { person } from "../app/session"
import type { Overridden } from "../data/db"
import { entry as readEntry } from "../data/entries"
import { useLive } from "../data/live"
import { bringBack, itIsFine, overridden } from "../data/overridden"
import { momentInSentence, momentInWords, wallClock } from "../data/time"
import { syncSoon } from "../data/triggers"
import type { Entry, Version } from "../data/types"
import { metaOf } from "../kinds"
import { entryAddress } from "../ui/entry-address"
import { say } from "../ui/Toast"
import { FactList } from "./Facts"

/** The same entry was written on two devices that had not heard of each other: both stand here, one tap decides. */
export function Conflict({ conflict, seen }: { conflict: Overridden; seen?: Entry }) {
  const { entry_id, unseen } = conflict
  const now = useLive(async () => (await readEntry(entry_id)) ?? seen ?? null, [entry_id, seen])
  const others = unseen.map(version => ({ version, entry: entryOf(conflict, version) }))
  const named = now ?? others.find(({ entry }) => entry)?.entry
  if (now === undefined) return null

  async function keep() {
    await itIsFine(entry_id)
    say("Kept as it is")
  }
  async function swap(version: Version) {
    await bringBack(entry_id, version)
    say("Brought back")
    syncSoon()
  }

  // A practice's device keeps neither of them, and of two deletions there is nothing to show.
  if (!named || others.length === 0)
    return (
      <section class="card" aria-label="Changed twice">
        <h2>{named ? inTitle(named) : "An entry"}</h2>
        <p>This was changed in two places at once. One stands in the diary, the other is among its versions.</p>
        <div class="line">
          {!seen && (
            <a class="button" href={entryAddress({ id: entry_id, patient_id: conflict.patient_id })}>
              Look at it
            </a>
          )}
          <button type="button" class="button" onClick={keep}>
            Keep it as it is
          </button>
        </div>
      </section>
    )
  return (
    <section class="card" aria-label={`Changed twice: ${metaOf(named).label}`}>
      <h2>{inTitle(named)}</h2>
      <p>This was changed in two places at once. One stands in your diary, the other is kept. Which one is right?</p>
      <div class="beside">
        <section class="stack-s">
          <h3>In your diary now</h3>
          <Said entry={now} beside={others[0]?.entry} />
          <button type="button" class="button" onClick={keep}>
            Keep this one
          </button>
        </section>
        {others.map(({ version, entry }) => (
          <section key={version.version} class="stack-s">
            <h3>The other one</h3>
            <Said entry={entry} beside={now} />
            <p class="muted small">
              Written by {writer(version)}, {momentInSentence(wallClock(new Date(version.captured_at)))}
            </p>
            <button type="button" class="button" onClick={() => swap(version)}>
              Bring this one back
            </button>
          </section>
        ))}
      </div>
    </section>
  )
}

/** `seen`: the entry as the screen around it shows it. */
export function ConflictOf({ id, seen }: { id: string; seen?: Entry }) {
  const found = useLive(async () => (await overridden()).find(({ entry_id }) => entry_id === id) ?? null, [id])
  return found ? <Conflict conflict={found} seen={seen} /> : null
}

function Said({ entry, beside }: { entry: Entry | null; beside?: Entry | null }) {
  if (!entry) return <p>Deleted</p>
  return (
    <>
      {beside && beside.occurred_at !== entry.occurred_at && <p>{momentInWords(entry.occurred_at)}</p>}
      <FactList entry={entry} beside={beside} />
    </>
  )
}

const inTitle = (entry: Entry) => `${metaOf(entry).label}, ${momentInSentence(entry.occurred_at)}`
const writer = ({ recorded_by }: Version) => (recorded_by.id === person.value?.id ? "you" : recorded_by.name)

function entryOf({ entry_id, patient_id }: Overridden, version: Version): Entry | null {
  if (version.deleted || !version.payload || !version.occurred_at) return null
  return { ...version, id: entry_id, patient_id, payload: version.payload, occurred_at: version.occurred_at } as Entry
}
