import type { TreatedArea } from "../../data/types"

export const TECHNIQUES: Record<NonNullable<TreatedArea["technique"]>, string> = {
  trigger_point: "trigger point",
  stretch: "stretch",
  friction: "friction",
  other: "other technique",
}
export const TOOLS: Record<TreatedArea["tool"], string> = {
  fingers: "fingers",
  knuckles: "knuckles",
  elbow: "elbow",
  other: "other tool",
}
export const RESPONSES: Record<NonNullable<TreatedArea["response"]>, string> = {
  too_light: "too light",
  ok: "ok",
  strong_ok: "strong but ok",
  too_much: "too much",
}

export function areaInWords(area: TreatedArea): string {
  const response = area.response ? RESPONSES[area.response] : "not asked"
  return `${TECHNIQUES[area.technique ?? "trigger_point"]}, ${TOOLS[area.tool]}, ${area.seconds} s, pressure ${area.pressure} of 5: ${response}`
}
