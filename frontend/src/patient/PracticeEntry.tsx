import type { VNode } from "preact"
import { useMemo, useState } from "preact/hooks"
import { useLocation, useRoute } from "preact-iso"
import { answer, api } from "../data/api"
import { entry as readEntry } from "../data/entries"
import { useFetched } from "../data/fetched"
import { useLive } from "../data/live"
import { remove, save } from "../data/outbox"
import { instantInWords, momentInWords } from "../data/time"
import { syncSoon } from "../data/triggers"
import type { Entry } from "../data/types"
import { ConflictOf } from "../entry/Conflict"
import { Facts } from "../entry/Facts"
import { NotSent } from "../entry/NotSent"
import { Versions } from "../entry/Versions"
import { metaOf } from "../kinds"
import { formOf } from "../log/Log"
import { authorInWords } from "../ui/entry-address"
import { Fetched } from "../ui/Fetched"
import { Icon } from "../ui/Icon"
import { Screen } from "../ui/Screen"
import { Loading } from "../ui/states"
import { say } from "../ui/Toast"

/** One entry of a patient: from this device while it waits to be sent, else from the server. */
export function PracticeEntry() {
  const { id = "" } = useRoute().params
  return <Found back={`/patients/${id}`}>{entry => <Shown entry={entry} />}</Found>
}

export function PracticeEdit() {
  const { id = "", entryId = "" } = useRoute().params
  return <Found back={`/patients/${id}/entries/${entryId}`}>{entry => <Edit key={entry.id} entry={entry} />}</Found>
}

type FoundProps = { back: string; children: (entry: Entry) => VNode }

function Found(props: FoundProps) {
  const { id = "", entryId = "" } = useRoute().params
  const here = useLive(async () => (await readEntry(entryId)) ?? null, [entryId])
  if (here === undefined) return <Screen title="Entry" back={props.back} children={<Loading />} />
  return here ? props.children(here) : <AtTheServer key={entryId} {...props} id={id} entryId={entryId} />
}

function AtTheServer({ id, entryId, back, children }: FoundProps & { id: string; entryId: string }) {
  const params = { path: { patient_id: id, entry_id: entryId } }
  const read = useFetched(`entry ${entryId}`, () =>
    answer(api.GET("/api/v1/patients/{patient_id}/entries/{entry_id}", { params })),
  )
  if (read.data) return children(read.data as Entry)
  return (
    <Screen title="Entry" back={back}>
      <Fetched read={read}>{() => null}</Fetched>
    </Screen>
  )
}

function Shown({ entry }: { entry: Entry }) {
  const { route } = useLocation()
  const back = `/patients/${entry.patient_id}`
  const meta = metaOf(entry)
  const ours = entry.recorded_by?.role !== "patient"

  async function bin() {
    await remove(entry)
    say("Deleted", () => save({ ...entry, version: entry.version + 1 }).then(syncSoon))
    syncSoon()
    route(back)
  }

  return (
    <Screen title={meta.label} back={back}>
      <p class="muted">
        {momentInWords(entry.occurred_at)} {authorInWords(entry) || (ours ? "by you" : "by the patient")}
        {entry.received_at && `, arrived ${instantInWords(entry.received_at)}`}
      </p>
      <ConflictOf id={entry.id} seen={entry} />
      <NotSent id={entry.id} />
      <Facts entry={entry} />
      {ours && (
        <div class="line">
          {meta.form && (
            <a class="button" href={`${back}/entries/${entry.id}/edit`}>
              <Icon name="edit" size={20} /> Change
            </a>
          )}
          <button type="button" class="button" onClick={bin}>
            <Icon name="bin" size={20} /> Delete
          </button>
        </div>
      )}
      <Versions entry={entry} />
    </Screen>
  )
}

function Edit({ entry: now }: { entry: Entry }) {
  const [entry] = useState(now) // a form keeps what it was opened with, whatever arrives while it is open
  const { route } = useLocation()
  const EntryForm = useMemo(() => formOf(entry.payload.kind), [entry.payload.kind])
  const back = `/patients/${entry.patient_id}/entries/${entry.id}`
  return (
    <Screen
      title={`Change: ${metaOf(entry).label.toLowerCase()}`}
      back={back}
      wide={entry.payload.kind === "treatment"}
    >
      <EntryForm
        patientId={entry.patient_id}
        entry={entry}
        saved={() => {
          say("Saved on this device", () => save({ ...entry, version: entry.version + 1 }).then(syncSoon))
          syncSoon()
          route(back, true)
        }}
      />
    </Screen>
  )
}
