/** The domain's words on the phone, all taken from the server's own description. */
import type { components, paths } from "./api.gen"

type Schemas = components["schemas"]

export type Place = Schemas["Place"]
export type Side = Place["side"]
export type Region = Place["region"]
export type Checkin = Schemas["Checkin"]
export type Spasm = Schemas["Spasm"]
export type Soreness = Schemas["Soreness"]
export type Exercise = Schemas["Exercise"]
export type Treatment = Schemas["Treatment"]
export type TreatedArea = Schemas["Area"]
export type Posture = Schemas["Posture"]
export type Injury = Schemas["Injury"]
export type Questionnaire = Schemas["Questionnaire"]
export type Care = Schemas["CareTaken"]
export type Note = Schemas["Note"]
export type Redflag = Schemas["Redflag"]
export type CareKind = NonNullable<Checkin["care"]>[number]

export type Payload = Schemas["EntryOut"]["payload"]
export type Kind = Payload["kind"]
export type PayloadOf<K extends Kind> = Extract<Payload, { kind: K }>

/** What a screen writes; the rest of an entry is known only to the phone or to the server. */
export type Draft<P extends Payload = Payload> = Pick<Schemas["EntryOut"], "id" | "patient_id" | "occurred_at"> & {
  ended_at?: string | null
  payload: P
}
/** What the server adds is missing until it has answered. */
export type Entry<P extends Payload = Payload> = Draft<P> &
  Pick<Schemas["EntryOut"], "version" | "revision" | "captured_at"> &
  Partial<Pick<Schemas["EntryOut"], "received_at" | "late" | "clock_wrong" | "recorded_by">>
export type Deleted = Schemas["DeletedOut"]
export type Version = Schemas["VersionOut"]

type SyncWrite = Omit<Schemas["Op"], "ended_at"> & { ended_at?: string | null; delete?: never }
export type SyncOp = SyncWrite | Schemas["DeleteOp"]
export type SyncResult = Schemas["OpResult"]
export type SyncAnswer = Omit<Schemas["SyncOut"], "entries"> & { entries: (Entry | Deleted)[] }
export type ProblemBody = Schemas["ProblemOut"]

export type Person = Omit<Schemas["PersonOut"], "practice"> & Partial<Pick<Schemas["PersonOut"], "practice">>
export type Role = Person["role"]
export type Practice = Schemas["PracticeOut"]
export type Dose = Partial<Schemas["DoseOut"]>
export type CatalogueExercise = Schemas["ExerciseOut"]
export type PlanItem = Schemas["PlanItemOut"]
export type Weekday = PlanItem["days"][number]
export type Appointment = Schemas["AppointmentOut"]
export type Reminder = Schemas["ReminderOut"]
export type Slot = Schemas["SlotOut"]
export type ReminderSettings = Said<"/api/v1/reminders/settings">
export type ReminderStatus = Said<"/api/v1/reminders/status">
export type ReminderMail = Said<"/api/v1/reminders/email">
export type Grant = Schemas["GrantOut"]
export type Device = Schemas["DeviceOut"]
export type About = Schemas["About"]
export type Invitation = Schemas["InvitationOut"]
export type Subscription = Schemas["SubscriptionOut"]
export type Glance = Schemas["AtAGlance"]
export type Story = Schemas["TimelineOut"]
export type StoryDay = Schemas["DayOut"]
export type Enrolment = Schemas["EnrolmentOut"]

/** What a GET answers. */
type Said<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { "application/json": infer T } } } }
}
  ? T
  : never
