import { answer, api } from "./api"
import { useDocument } from "./documents"

/** Under these names they are kept on the phone. */
export const RULES = "reminders"
export const SETTINGS = "reminder settings"

export const useRules = () => useDocument(RULES, () => answer(api.GET("/api/v1/reminders")))
export const useSettings = () => useDocument(SETTINGS, () => answer(api.GET("/api/v1/reminders/settings")))
export const useStatus = () => useDocument("reminder status", () => answer(api.GET("/api/v1/reminders/status")))

export const rule = (reminder_id: string) => ({ params: { path: { reminder_id } } })
