import { useState } from "preact/hooks"
import { answer, api } from "../data/api"
import { useFetched } from "../data/fetched"
import { save } from "../data/outbox"
import { itIsFine } from "../data/overridden"
import { instantInWords } from "../data/time"
import { syncSoon } from "../data/triggers"
import type { Entry, Version } from "../data/types"
import { metaOf } from "../kinds"
import { Shown } from "../ui/states"
import { say } from "../ui/Toast"

/** What it was before: every version that the server holds, each one tap from coming back. */
export function Versions({ entry }: { entry: Entry }) {
  const [open, setOpen] = useState(false)
  if (entry.version < 2) return null
  return open ? (
    <List entry={entry} />
  ) : (
    <button type="button" class="button button-plain" onClick={() => setOpen(true)}>
      What it was before
    </button>
  )
}

function List({ entry }: { entry: Entry }) {
  const history = useFetched(`history ${entry.id}`, () =>
    answer(
      api.GET("/api/v1/patients/{patient_id}/entries/{entry_id}/history", {
        params: { path: { patient_id: entry.patient_id, entry_id: entry.id } },
      }),
    ),
  )
  async function bringBack({ payload, occurred_at, ended_at }: Version) {
    if (!payload || !occurred_at) return
    await save({ ...entry, payload, occurred_at, ended_at })
    await itIsFine(entry.id)
    say("Brought back", () => save({ ...entry, version: entry.version + 1 }).then(syncSoon))
    syncSoon()
  }
  return (
    <section class="stack-s">
      <h2>Versions</h2>
      <Shown read={history}>
        {({ items }) => (
          <ul class="list">
            {items.map(version => (
              <li key={version.version} class="list-row stack-s">
                <p>
                  <strong>Version {version.version}</strong>{" "}
                  <span class="muted">
                    {version.recorded_by.name}, {instantInWords(version.received_at)}
                  </span>
                  {version.unseen && <span class="tag">written without knowing the next one</span>}
                </p>
                <p>
                  {version.deleted || !version.payload
                    ? "Deleted"
                    : inWords({ ...entry, ...version, payload: version.payload } as Entry)}
                </p>
                {!version.deleted && version.version !== entry.version && (
                  <button type="button" class="button" onClick={() => bringBack(version)}>
                    Bring this one back
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </section>
  )
}

const inWords = (entry: Entry) =>
  metaOf(entry)
    .facts(entry.payload, entry)
    .map(([what, answer]) => `${what}: ${answer}`)
    .join("; ")
