import { useId, useRef, useState } from "preact/hooks"
import type { Place } from "../../data/types"
import { Figure } from "./Figure"
import { type Shape, shapesOf, type View, viewOf } from "./shapes"
import { placeInWords, samePlace, sideInWords } from "./words"

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

type Props = {
  places: Place[]
  toggle: (place: Place) => void
  /** Places to show faintly, such as those of the last session. */
  ghosts?: Place[]
}

export default function BodyMap({ places, toggle, ghosts = [] }: Props) {
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
          return (
            <g
              key={`${shape.region} ${shape.side}`}
              class={ghost ? "region region-ghost" : "region"}
              role="checkbox"
              aria-checked={!!chosen}
              aria-label={placeInWords(shape)}
              tabIndex={index === focused ? 0 : -1}
              data-n={chosen?.score ?? undefined}
              onFocus={() => setFocused(index)}
              onClick={() => toggle({ region: shape.region, side: shape.side })}
              onKeyDown={event => step(event, index, shape)}
            >
              <Area shape={shape} clip={clip} />
              {chosen && <Mark shape={shape} words={chosen.score == null ? "✓" : String(chosen.score)} />}
            </g>
          )
        })}
      </Figure>
    </div>
  )
}

function Area({ shape: { region, box, drawn }, clip }: { shape: Shape; clip: string }) {
  return (
    <>
      <rect
        class="region-drawn"
        x={drawn[0] + 1}
        y={drawn[1] + 1}
        width={drawn[2] - 2}
        height={drawn[3] - 2}
        rx={6}
        clip-path={region === "arm" ? `url(#${clip}-arms)` : `url(#${clip})`}
      />
      <rect class="region-touch" x={box[0]} y={box[1]} width={box[2]} height={box[3]} rx={6} />
    </>
  )
}

function Mark({ shape: { region, box, drawn }, words }: { shape: Shape; words: string }) {
  const [x, y, width, height] = region === "arm" ? box : drawn
  return (
    <text class="region-mark" x={x + width / 2} y={y + height / 2}>
      {words}
    </text>
  )
}
