import { useLocation } from "preact-iso"
import { welcome } from "../app/session"
import type { Person } from "../data/types"
import { AllowReminders } from "../reminders/AllowReminders"
import { Screen } from "../ui/Screen"
import { InstallHint } from "./InstallHint"

export function HomeScreen({ joined }: { joined: Person }) {
  const { route } = useLocation()
  async function go() {
    await welcome(joined)
    route("/", true)
  }
  return (
    <Screen title="You are in">
      <InstallHint />
      <section class="card">
        <h2>Allow reminders</h2>
        <p>
          A check-in counts most when it is made on the same evening. This phone can remind you once a day. The reminder
          says nothing about your health, and you choose the time.
        </p>
        <AllowReminders />
      </section>
      <button type="button" class="button button-main button-big" onClick={go}>
        Start my diary
      </button>
    </Screen>
  )
}
