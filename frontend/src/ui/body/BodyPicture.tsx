import { useId } from "preact/hooks"
import type { Place } from "../../data/types"
import { Area, Mark } from "./Area"
import { Figure } from "./Figure"
import { shapesOf, viewOf } from "./shapes"
import { placesInWords, samePlace, sideInWords } from "./words"

/** Places on the body to look at, in the view that most of them are in. The words beside it say the same. */
export default function BodyPicture({ places }: { places: Place[] }) {
  const clip = useId()
  const backs = places.filter(({ region }) => viewOf(region) === "back").length
  const view = backs * 2 >= places.length ? "back" : "front"
  const sides = view === "back" ? (["left", "right"] as const) : (["right", "left"] as const)
  return (
    <div class="body-map body-picture">
      <div class="body-sides" aria-hidden="true">
        {sides.map(side => (
          <span key={side}>{sideInWords(side)}</span>
        ))}
      </div>
      <Figure clip={clip} label={`The body from the ${view}: ${placesInWords(places)}`} picture>
        {shapesOf(view).map(shape => {
          const place = places.find(one => samePlace(one, shape))
          return (
            <g
              key={`${shape.region} ${shape.side}`}
              class={place ? "region region-chosen" : "region"}
              data-n={place?.score ?? undefined}
            >
              <Area shape={shape} clip={clip} />
              {place && <Mark shape={shape} words={place.score == null ? "•" : String(place.score)} />}
            </g>
          )
        })}
      </Figure>
    </div>
  )
}
