import { about } from "../app/about"
import { InstallHint } from "../join/InstallHint"
import { Screen } from "../ui/Screen"

export default function AboutScreen() {
  return (
    <Screen title="About" back="/more">
      <p>
        Backstory keeps what happened between two sessions: pain, spasms, soreness, exercises, and the sessions
        themselves.
      </p>
      <p>
        It is a diary, not a doctor. It does not diagnose, and <strong>nobody watches these entries live</strong>. For
        urgent signs see <a href="/urgent">Urgent symptoms</a>.
      </p>
      <p>
        Everything you write is saved on this phone first and sent to your server when there is a connection. Nothing
        goes anywhere else.
      </p>
      <InstallHint />
      <p class="muted">Version {about.value?.version ?? "unknown"}</p>
    </Screen>
  )
}
