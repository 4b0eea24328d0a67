import { answer, api } from "../data/api"
import { today } from "../data/time"
import type { Entry, Redflag, Story, Treatment } from "../data/types"
import { firstDay, type Window } from "./window"

export type Told = { story: Story; lastSession: Entry<Treatment> | null; redflag: Entry<Redflag> | null }

export async function readStory(patient_id: string, window: Window): Promise<Told> {
  const [lastSession, redflag] = await Promise.all([lastOf(patient_id, "treatment"), lastOf(patient_id, "redflag")])
  const from = firstDay(window, lastSession?.occurred_at ?? null, today())
  const params = { path: { patient_id }, query: from ? { from } : {} }
  const story = await answer(api.GET("/api/v1/patients/{patient_id}/timeline", { params }))
  return { story, lastSession: lastSession as Told["lastSession"], redflag: redflag as Told["redflag"] }
}

export async function lastOf(patient_id: string, kind: "treatment" | "redflag"): Promise<Entry | null> {
  const params = { path: { patient_id }, query: { kind, limit: 1 } }
  const { items } = await answer(api.GET("/api/v1/patients/{patient_id}/entries", { params }))
  return items[0] ?? null
}
