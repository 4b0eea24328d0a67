import { useState } from "preact/hooks"
import { lazy } from "preact-iso"
import type { Place } from "../../data/types"
import { Scale } from "../form/Scale"
import { Icon } from "../Icon"
import { placeInWords, samePlace } from "./words"

const BodyMap = lazy(() => import("./BodyMap"))

type Props = {
  places: Place[]
  choose: (places: Place[]) => void
  used?: Place[]
  /** Ask for a number at each place. */
  scored?: boolean
}

/** Where on the body: the places used lately as chips, the map behind one tap, the choice in words. */
export function Places({ places, choose, used = [], scored }: Props) {
  const [mapOpen, setMapOpen] = useState(false)
  const has = (place: Place) => places.some(other => samePlace(other, place))
  const toggle = (place: Place) =>
    choose(has(place) ? places.filter(other => !samePlace(other, place)) : [...places, place])
  const give = (place: Place, score: number | null) =>
    choose(places.map(other => (samePlace(other, place) ? { ...place, score: score ?? undefined } : other)))
  const offered = [...used.filter(place => !has(place))]
  return (
    <div class="stack">
      {offered.length > 0 && (
        <div class="chips">
          {offered.map(place => (
            <button type="button" class="chip" key={placeInWords(place)} onClick={() => toggle(place)}>
              <Icon name="plus" size={16} />
              {placeInWords(place)}
            </button>
          ))}
        </div>
      )}
      {mapOpen ? (
        <BodyMap places={places} toggle={toggle} />
      ) : (
        <button type="button" class="button" onClick={() => setMapOpen(true)}>
          Show on the body
        </button>
      )}
      <ul class="stack" aria-live="polite">
        {places.map(place => (
          <li key={`${place.region} ${place.side}`} class="stack-s">
            <div class="line apart">
              <strong>{placeInWords(place)}</strong>
              <button
                type="button"
                class="button button-round"
                aria-label={`Remove ${placeInWords(place)}`}
                onClick={() => toggle(place)}
              >
                <Icon name="close" size={20} />
              </button>
            </div>
            {scored && (
              <Scale
                small
                optional
                question={`How bad: ${placeInWords(place).toLowerCase()}`}
                value={place.score}
                choose={score => give(place, score)}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
