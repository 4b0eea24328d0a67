import { person } from "../../app/session"
import type { Place, Side } from "../../data/types"
import regions from "./regions.json"

const NAMES = new Map(regions.map(region => [region.id, region.name]))

/** A patient reads "your left"; a practice, which reads of somebody else, reads "left". */
export function sideInWords(side: Side): string {
  if (side === "midline") return "middle"
  return person.value?.role === "patient" ? `your ${side}` : side
}

export function placeInWords({ region, side }: Pick<Place, "region" | "side">): string {
  const name = NAMES.get(region) ?? region.replaceAll("_", " ")
  const sided = (regions.find(known => known.id === region)?.sides.length ?? 2) > 1
  return sided ? `${name}, ${sideInWords(side)}` : name
}

export const placesInWords = (places: Place[] | undefined) =>
  (places ?? []).map(place => placeInWords(place) + (place.score == null ? "" : ` ${place.score}`)).join("; ")

export const samePlace = (a: Pick<Place, "region" | "side">, b: Pick<Place, "region" | "side">) =>
  a.region === b.region && a.side === b.side
