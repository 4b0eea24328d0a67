import { person, sessionEnded } from "../app/session"
import { overriddenCount, rejected, waiting } from "../data/changes"
import { Icon, type IconName } from "../ui/Icon"
import { Screen } from "../ui/Screen"
import { SignOut } from "./SignOut"

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
  const open = waiting.value + rejected.value + overriddenCount.value
  return (
    <Screen title="More">
      {who && (
        <p class="muted">
          {who.name}
          {who.practice && `, ${who.practice.name}`}
        </p>
      )}
      {open > 0 && (
        <a class="button" href="/more/waiting">
          {open.toLocaleString()} waiting or unclear
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
      {sessionEnded.value && (
        <a class="button" href="/sign-in">
          Sign in
        </a>
      )}
      <SignOut />
    </Screen>
  )
}
