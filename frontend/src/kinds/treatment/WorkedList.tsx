import { placeInWords } from "../../ui/body/words"
import { Icon } from "../../ui/Icon"
import { StopMark } from "../../ui/StopMark"
import { missing, type WorkedArea } from "./session"
import { RESPONSES, TOOLS } from "./words"

type Props = { areas: WorkedArea[]; current: number | null; open: (index: number) => void }

export function WorkedList({ areas, current, open }: Props) {
  if (areas.length === 0) return <p class="muted">Tap a place on the body, or one of last time's, to begin.</p>
  return (
    <ol class="list" aria-label="Worked in this session">
      {areas.map((area, index) => (
        <li key={index}>
          <button
            type="button"
            class="session-worked"
            aria-current={index === current ? "step" : undefined}
            onClick={() => open(index)}
          >
            {area.response === "too_much" ? (
              <svg width={24} height={24} viewBox="0 0 24 24" aria-hidden="true">
                <StopMark x={12} y={12} size={10} />
              </svg>
            ) : (
              <Icon name={missing(area).length > 0 ? "edit" : "check"} size={24} />
            )}
            <span>
              <strong>{placeInWords(area)}</strong> <span class="muted">{inWords(area)}</span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}

function inWords(area: WorkedArea): string {
  const told = [
    area.seconds != null && `${area.seconds} s`,
    area.pressure != null && `pressure ${area.pressure}`,
    area.tool && TOOLS[area.tool],
    area.response ? RESPONSES[area.response] : "not asked",
  ].filter(Boolean)
  const open = missing(area)
  return told.join(", ") + (open.length > 0 ? `; ${open.join(" and ")} missing` : "")
}
