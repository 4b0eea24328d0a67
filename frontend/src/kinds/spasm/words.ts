import type { Spasm } from "../../data/types"

export const TYPES: Record<NonNullable<Spasm["type"]>, string> = {
  cramp: "A cramp",
  lock: "Locked up",
  shooting: "Shooting",
  twitch: "A twitch",
  unknown: "Not sure",
}
export const TRIGGERS: Record<NonNullable<Spasm["trigger"]>, string> = {
  active_movement: "Moving",
  static_posture: "Staying in one position",
  overdoing: "Doing too much",
  stress: "Stress",
  weather: "Weather",
  sleep: "Sleep",
  unknown: "Not sure",
}
export const CONTINUED: Record<NonNullable<Spasm["continued"]>, string> = {
  yes: "Yes",
  slowed: "Slower",
  stopped: "Had to stop",
  unknown: "Not sure",
}
