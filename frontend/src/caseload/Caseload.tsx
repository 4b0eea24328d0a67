import { Screen } from "../ui/Screen"
import { Empty } from "../ui/states"

export default function Caseload() {
  return (
    <Screen title="Patients" wide>
      <Empty>No patients yet.</Empty>
    </Screen>
  )
}
