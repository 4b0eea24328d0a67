import { sendReports } from "../data/reports"
import type { Role } from "../data/types"
import { followZone } from "./follow-zone"
import { allowedHere } from "./push"

const OFTEN_ENOUGH_MS = 600_000
let looked = Number.NEGATIVE_INFINITY
let role: Role = "patient"

/** Browsers lose addresses and people travel: each time that the app is opened, what reminders need is compared and mended. */
export async function lookAfterReminders(who: Role): Promise<void> {
  role = who
  looked = performance.now()
  const patients = who === "patient" ? [sendReports(), followZone()] : []
  await Promise.allSettled([allowedHere(), ...patients])
}

// A phone's app is rarely started: mostly it comes back from where it was left.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible" || performance.now() - looked < OFTEN_ENOUGH_MS) return
  void lookAfterReminders(role)
})
