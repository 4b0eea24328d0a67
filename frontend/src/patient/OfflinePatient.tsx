import { usePatientName } from "../caseload/names"
import type { Entry } from "../data/types"
import { Screen } from "../ui/Screen"
import { EntryList } from "./EntryList"
import { Steps } from "./Steps"

/** Without a connection there is no history here, but there is work to write down, and what waits to be sent. */
export function OfflinePatient({ id, waiting, again }: { id: string; waiting: Entry[]; again: () => void }) {
  const name = usePatientName(id)
  return (
    <Screen title={name ?? "Patient"} back="/" wide>
      <Steps id={id} />
      <div class="notice">
        <p>You are offline. Patients' histories are not kept on this device; what you write will be sent later.</p>
        <button type="button" class="button" onClick={again}>
          Try again
        </button>
      </div>
      {waiting.length > 0 && <EntryList entries={waiting} day={null} />}
    </Screen>
  )
}
