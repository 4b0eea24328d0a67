import { useLocation, useRoute } from "preact-iso"
import { usePatientName } from "../caseload/names"
import { remove } from "../data/outbox"
import { syncSoon } from "../data/triggers"
import { Screen } from "../ui/Screen"
import { say } from "../ui/Toast"
import { NoteForm } from "./NoteForm"

export default function NoteScreen() {
  const { id = "" } = useRoute().params
  const { route } = useLocation()
  const name = usePatientName(id)
  return (
    <Screen title={name ? `Note: ${name}` : "Write a note"} back={`/patients/${id}`}>
      <NoteForm
        patientId={id}
        saved={entry => {
          say("Saved on this device", () => remove({ ...entry, version: 1 }).then(syncSoon))
          syncSoon()
          route(`/patients/${id}`, true)
        }}
      />
    </Screen>
  )
}
