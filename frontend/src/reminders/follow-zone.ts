import { answer, api } from "../data/api"
import { database } from "../data/db"
import { keepDocument } from "../data/documents"
import { SETTINGS } from "../data/reminders"
import type { ReminderSettings } from "../data/types"

export const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Whoever agreed that reminders follow the phone is asked at the clock time of where it is now. */
export async function followZone(): Promise<void> {
  const kept = (await (await database()).get("documents", SETTINGS))?.data as ReminderSettings | undefined
  const differs = (settings: ReminderSettings) => settings.follow_zone && settings.zone !== zoneHere()
  if (kept && !differs(kept)) return
  const now = await answer(api.GET("/api/v1/reminders/settings"))
  const body = { ...now, zone: zoneHere() }
  const data = differs(now) ? await answer(api.PUT("/api/v1/reminders/settings", { body })) : now
  await keepDocument(SETTINGS, data)
}
