import { useLocation } from "preact-iso"
import type { Role } from "../data/types"
import { Icon, type IconName } from "../ui/Icon"

type Tab = { href: string; icon: IconName; label: string }
const PATIENT: Tab[] = [
  { href: "/", icon: "today", label: "Today" },
  { href: "/timeline", icon: "timeline", label: "Timeline" },
  { href: "/trends", icon: "trends", label: "Trends" },
  { href: "/more", icon: "more", label: "More" },
]
const CLINICIAN: Tab[] = [
  { href: "/", icon: "people", label: "Patients" },
  { href: "/more", icon: "more", label: "More" },
]

/** Only the four main screens and their first steps carry the tabs; a form has its Save button there. */
const WITH_TABS = /^\/($|timeline|trends|more(?!\/reminders\/(rule|quiet))|enrol|patients\/[^/]+$)/

export function Tabs({ role }: { role: Role }) {
  const { path } = useLocation()
  if (!WITH_TABS.test(path)) return null
  return (
    <nav class="tabs" aria-label="Main">
      <ul>
        {(role === "patient" ? PATIENT : CLINICIAN).map(({ href, icon, label }) => {
          const here = href === "/" ? path === "/" : path.startsWith(href)
          return (
            <li key={href}>
              <a href={href} aria-current={here ? "page" : undefined}>
                <Icon name={icon} />
                {label}
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
