import { Icon, type IconName } from "../ui/Icon"

const QUICK: [string, IconName, string][] = [
  ["/spasm", "spasm", "Spasm now"],
  ["/soreness", "soreness", "Soreness"],
  ["/exercise", "exercise", "Exercise"],
  ["/note", "note", "Note"],
]

export function Quick() {
  return (
    <nav class="quick" aria-label="Write something down">
      {QUICK.map(([href, icon, label]) => (
        <a key={href} class="button" href={href}>
          <Icon name={icon} />
          {label}
        </a>
      ))}
    </nav>
  )
}
