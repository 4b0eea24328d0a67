import type { Payload } from "./payloads"

export type * from "./payloads"

export type Role = "patient" | "clinician" | "admin"
export type Practice = { id: string; name: string }
export type Person = { id: string; name: string; role: Role; patient_id: string | null; practice?: Practice | null }

/** What a screen writes; the rest of an entry is known only to the phone or to the server. */
export type Draft<P extends Payload = Payload> = {
  id: string
  patient_id: string
  occurred_at: string
  ended_at?: string | null
  payload: P
}

export type Entry<P extends Payload = Payload> = Draft<P> & {
  version: number
  revision: number
  captured_at: string
  received_at?: string | null
  late?: boolean
  clock_wrong?: boolean
  recorded_by?: { id: string; name: string; role: Role }
}
export type Deleted = { id: string; version: number; revision: number; deleted_at: string }

export type ProblemBody = {
  type: string
  title: string
  status: number
  code: string
  errors?: { path: string; code: string }[]
}

export type SyncOp = { op_id: string; entry_id: string; base_version: number; captured_at: string } & (
  | { occurred_at: string; ended_at?: string | null; payload: Payload; delete?: never }
  | { delete: true }
)
export type SyncResult = {
  op_id: string
  status: "applied" | "duplicate" | "conflict" | "rejected"
  version?: number | null
  problem?: ProblemBody | null
}
export type SyncAnswer = {
  epoch: string
  cursor: number
  more: boolean
  results: SyncResult[]
  entries: (Entry | Deleted)[]
}

export type Version = {
  version: number
  occurred_at?: string | null
  ended_at?: string | null
  captured_at?: string | null
  received_at: string
  recorded_by: { id: string; name: string; role: Role }
  deleted: boolean
  unseen: boolean
  payload: Payload | null
}

export type Dose = { sets?: number | null; reps?: number | null; hold_seconds?: number | null; minutes?: number | null }
export type CatalogueExercise = {
  id: string
  name: string
  purpose: string
  steps: string[]
  dose: Dose
  stop_if: string[]
  area: string
}
export type Weekday = "mo" | "tu" | "we" | "th" | "fr" | "sa" | "su"
export type PlanItem = Dose & {
  id: string
  exercise: string
  name: string
  days: Weekday[]
  note: string
  prescribed_at: string
  prescribed_by: { id: string; name: string; role: Role }
  ended_at: string | null
}
export type Appointment = { id: string; starts_at: string; minutes: number; note: string; practice: Practice }
export type Reminder = {
  id: string
  kind: "checkin"
  at: string
  zone: string
  days: Weekday[]
  paused: boolean
  next_due_at: string | null
}
export type Grant = { id: string; practice: Practice; granted_at: string; revoked_at: string | null }
export type Device = { id: string; device: string; created_at: string; last_seen_at: string; current: boolean }
export type About = {
  version: string
  emergency_number: string
  environment: string
  demo?: { role: Role; login: string; password: string; name: string }[]
}
export type Invitation = { practice: Practice; clinician: string; expires_at: string }
