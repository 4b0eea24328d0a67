export type Side = "left" | "right" | "midline"
export type Place = { region: string; side: Side; score?: number | null }
export type CareKind = "heat" | "ice" | "medicine" | "stretch" | "rest" | "walk" | "self_massage" | "other"

export type Checkin = {
  kind: "checkin"
  average: number
  worst?: number | null
  now?: number | null
  regions?: Place[]
  stiffness_minutes?: number | null
  sleep?: number | null
  mood?: number | null
  interference?: number | null
  flare?: boolean
  care?: CareKind[]
  note?: string
}
export type Spasm = {
  kind: "spasm"
  peak: number
  regions?: Place[]
  type?: "cramp" | "lock" | "shooting" | "twitch" | "unknown"
  trigger?: "active_movement" | "static_posture" | "overdoing" | "stress" | "weather" | "sleep" | "unknown"
  continued?: "yes" | "slowed" | "stopped" | "unknown"
  helped?: CareKind[]
  settled_minutes?: number | null
  note?: string
}
export type Soreness = {
  kind: "soreness"
  score: number
  treatment_id?: string | null
  regions?: Place[]
  bruising?: boolean
  worse_than_expected?: boolean
  too_much_pressure?: Place[]
  back_pain_now?: number | null
  note?: string
}
export type Exercise = {
  kind: "exercise"
  name: string
  plan_item_id?: string | null
  sets?: number | null
  reps?: number | null
  hold_seconds?: number | null
  minutes?: number | null
  difficulty?: number | null
  pain_before?: number | null
  pain_after?: number | null
  skipped?: boolean
  reason?: string
}
export type TreatedArea = {
  region: string
  side: Side
  view?: "front" | "back" | null
  x?: number | null
  y?: number | null
  technique: "trigger_point" | "stretch" | "friction" | "other"
  tool: "fingers" | "knuckles" | "elbow" | "other"
  seconds: number
  pressure: number
  tension?: number | null
  response?: "too_light" | "ok" | "strong_ok" | "too_much" | null
  pain_before?: number | null
  pain_after?: number | null
}
export type Treatment = { kind: "treatment"; areas?: TreatedArea[]; notes?: string; plan?: string }
export type Posture = { kind: "posture"; findings?: { segment: string; finding: string }[]; note?: string }
export type Injury = { kind: "injury"; activity: string; regions?: Place[]; stopped?: boolean; note?: string }
export type Questionnaire = {
  kind: "questionnaire"
  form: "peg" | "rmdq" | "pgic"
  form_version: string
  answers: unknown
  score: number
}
export type Care = { kind: "care"; what: string; dose?: string; note?: string }
export type Note = { kind: "note"; text: string; private?: boolean }
export type Redflag = { kind: "redflag"; symptoms?: string[]; acknowledged?: boolean; cleared?: boolean }

export type Payload =
  | Checkin
  | Spasm
  | Soreness
  | Exercise
  | Treatment
  | Posture
  | Injury
  | Questionnaire
  | Care
  | Note
  | Redflag
export type Kind = Payload["kind"]
export type PayloadOf<K extends Kind> = Extract<Payload, { kind: K }>
