import { useMemo, useState } from "preact/hooks"
import { useLocation, useRoute } from "preact-iso"
import { entry as readEntry } from "../data/entries"
import { useLive } from "../data/live"
import { save } from "../data/outbox"
import { syncSoon } from "../data/triggers"
import type { Entry } from "../data/types"
import { metaOf } from "../kinds"
import { formOf } from "../log/Log"
import { Screen } from "../ui/Screen"
import { Loading } from "../ui/states"
import { say } from "../ui/Toast"

export default function EditScreen() {
  const { id = "" } = useRoute().params
  const entry = useLive(async () => (await readEntry(id)) ?? null, [id])
  if (entry === undefined) return <Screen title="Change" back={`/entry/${id}`} children={<Loading />} />
  if (entry === null || !metaOf(entry).form)
    return (
      <Screen title="Change" back="/timeline">
        <p>This entry cannot be changed here.</p>
      </Screen>
    )
  return <Edit key={id} entry={entry} />
}

function Edit({ entry: now }: { entry: Entry }) {
  const [entry] = useState(now) // a form keeps what it was opened with, whatever arrives while it is open
  const { route } = useLocation()
  const EntryForm = useMemo(() => formOf(entry.payload.kind), [entry.payload.kind])
  return (
    <Screen title={`Change: ${metaOf(entry).label.toLowerCase()}`} back={`/entry/${entry.id}`}>
      <EntryForm
        patientId={entry.patient_id}
        entry={entry}
        saved={() => {
          say("Saved on this phone", () => save(entry).then(syncSoon))
          syncSoon()
          route(`/entry/${entry.id}`, true)
        }}
      />
    </Screen>
  )
}
