/** Why somebody was not asked. Both sides read these words. */
const REASONS: Record<string, string> = {
  logged: "it was already answered",
  paused: "the reminder was off",
  away: "away",
  redflag: "urgent symptoms are not cleared",
  nothing_planned: "nothing was planned",
  two_zeros: "the soreness was over",
  superseded: "a newer session came",
  not_there: "it was taken back",
  not_shared: "it is not shared any more",
  snoozed: "it was put off",
  coalesced: "one later reminder stood for it",
  quiet_hours: "quiet hours",
  no_device: "no phone allows reminders",
  window_over: "it was too late by then",
  worker_away: "our server was away",
  recorded_late: "the session was written down too late",
}

export const reasonInWords = (reason: string | null | undefined) => REASONS[reason ?? ""] ?? "it could not be sent"
