import { useLocation } from "preact-iso"
import { person, sessionEnded, signOut } from "../app/session"
import { Offline } from "../data/api"
import { rejected, waiting } from "../data/changes"
import { Icon, type IconName } from "../ui/Icon"
import { Screen } from "../ui/Screen"
import { say } from "../ui/Toast"

type Item = { href: string; icon: IconName; label: string; patientOnly?: boolean }
const ITEMS: Item[] = [
  { href: "/more/reminders", icon: "bell", label: "Reminders", patientOnly: true },
  { href: "/more/sharing", icon: "share", label: "Sharing and what they see", patientOnly: true },
  { href: "/exercise", icon: "exercise", label: "My exercises", patientOnly: true },
  { href: "/more/devices", icon: "phone", label: "My devices" },
  { href: "/more/appearance", icon: "look", label: "Appearance" },
  { href: "/more/about", icon: "about", label: "About" },
]

export default function More() {
  const who = person.value
  return (
    <Screen title="More">
      {who && (
        <p class="muted">
          {who.name}
          {who.practice && `, ${who.practice.name}`}
        </p>
      )}
      {waiting.value + rejected.value > 0 && (
        <a class="button" href="/more/waiting">
          {waiting.value + rejected.value} not sent yet
        </a>
      )}
      <ul class="list">
        {ITEMS.filter(item => !item.patientOnly || who?.role === "patient").map(({ href, icon, label }) => (
          <li key={href}>
            <a class="list-link" href={href}>
              <Icon name={icon} />
              <span>{label}</span>
              <Icon name="next" size={20} />
            </a>
          </li>
        ))}
      </ul>
      <SignOut />
    </Screen>
  )
}

function SignOut() {
  const { route } = useLocation()
  const count = waiting.value + rejected.value
  async function leave() {
    if (count > 0 && !confirm(`${count} not sent yet. They stay on this phone until you sign in here again. Sign out?`))
      return
    try {
      await signOut()
      route("/", true)
    } catch (error) {
      if (!(error instanceof Offline)) throw error
      say("You are offline. Sign out again when there is a connection, so that the server knows too.")
    }
  }
  if (sessionEnded.value)
    return (
      <a class="button" href="/sign-in">
        Sign in
      </a>
    )
  return (
    <button type="button" class="button" onClick={leave}>
      <Icon name="out" size={20} /> Sign out
    </button>
  )
}
