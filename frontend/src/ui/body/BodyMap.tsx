import { useId, useRef, useState } from "preact/hooks"
import type { Place } from "../../data/types"
import { Area, Mark, Stop } from "./Area"
import { Figure } from "./Figure"
import { type Shape, shapesOf, type View, viewOf } from "./shapes"
import { placeInWords, samePlace, sideInWords } from "./words"

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

type Props = {
  places: Place[]
  toggle: (place: Place) => void
  /** Places to show faintly, such as those of the last session. */
  ghosts?: Place[]
  /** Places where the pressure was too much. */
  stops?: Place[]
  current?: Place
}

export default function BodyMap({ places, toggle, ghosts = [], stops = [], current }: Props) {
  const [view, setView] = useState<View>(places[0] ? viewOf(places[0].region) : "back")
  const [focused, setFocused] = useState(0)
  const group = useRef<SVGSVGElement>(null)
  const clip = useId()
  const shapes = shapesOf(view)
  const [near, far] = view === "back" ? (["left", "right"] as const) : (["right", "left"] as const)

  function step(event: KeyboardEvent, index: number, shape: Shape) {
    if (event.key === " " || event.key === "Enter") toggle({ region: shape.region, side: shape.side })
    else if (event.key in STEPS) {
      const next = (index + (STEPS[event.key] ?? 0) + shapes.length) % shapes.length
      setFocused(next)
      group.current?.querySelectorAll<SVGGElement>("[role=checkbox]")[next]?.focus()
    } else return
    event.preventDefault()
  }

  return (
    <div class="body-map">
      <fieldset class="chips body-views">
        <legend class="unseen">Which side of the body</legend>
        {(["back", "front"] as const).map(side => (
          <button
            type="button"
            key={side}
            class="chip"
            aria-pressed={view === side}
            onClick={() => {
              setView(side)
              setFocused(0)
            }}
          >
            {side === "back" ? "Back" : "Front"}
          </button>
        ))}
      </fieldset>
      <div class="body-sides" aria-hidden="true">
        <span>{sideInWords(near)}</span>
        <span>{sideInWords(far)}</span>
      </div>
      <Figure
        clip={clip}
        drawing={group}
        label={`The body from the ${view}. Move with the arrow keys, choose with space.`}
      >
        {shapes.map((shape, index) => {
          const chosen = places.find(place => samePlace(place, shape))
          const ghost = ghosts.some(place => samePlace(place, shape))
          const stop = stops.some(place => samePlace(place, shape))
          const here = current !== undefined && samePlace(current, shape)
          return (
            <g
              key={`${shape.region} ${shape.side}`}
              class={`region ${ghost ? "region-ghost" : ""} ${here ? "region-current" : ""}`}
              role="checkbox"
              aria-checked={!!chosen}
              aria-label={placeInWords(shape) + (stop ? ", too much" : "")}
              tabIndex={index === focused ? 0 : -1}
              data-n={chosen?.score ?? undefined}
              onFocus={() => setFocused(index)}
              onClick={() => toggle({ region: shape.region, side: shape.side })}
              onKeyDown={event => step(event, index, shape)}
            >
              <Area shape={shape} clip={clip} />
              {stop && <Stop shape={shape} />}
              {chosen && !stop && <Mark shape={shape} words={chosen.score == null ? "✓" : String(chosen.score)} />}
            </g>
          )
        })}
      </Figure>
    </div>
  )
}
