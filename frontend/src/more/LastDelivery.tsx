import { answer, api } from "../data/api"
import { useDocument } from "../data/documents"
import { dayInWords, momentInSentence, wallClock } from "../data/time"
import type { Slot } from "../data/types"

const REASONS: Record<string, string> = {
  logged: "not needed, you had already checked in",
  paused: "reminders were off",
  coalesced: "one later reminder stood for it",
  window_over: "it was too late in the day",
  worker_away: "the server was away",
  no_device: "no phone allows reminders",
}

/** Does it work on my phone? The ledger's last line, in words. */
export function LastDelivery({ reminderId }: { reminderId: string }) {
  const ledger = useDocument(`deliveries ${reminderId}`, () =>
    answer(api.GET("/api/v1/reminders/{reminder_id}/deliveries", { params: { path: { reminder_id: reminderId } } })),
  )
  const last = ledger.data?.items
    .filter(({ state }) => state !== "due")
    .sort((a, b) => Date.parse(b.due_at) - Date.parse(a.due_at))[0]
  if (!last) return null
  return <p class="muted">Last time: {inWords(last)}</p>
}

function inWords({ local_date, state, reason, deliveries }: Slot): string {
  const day = dayInWords(local_date)
  const shown = deliveries.find(({ shown_at }) => shown_at)
  if (shown?.shown_at) return `shown ${momentInSentence(wallClock(new Date(shown.shown_at)))}`
  const failure = deliveries.find(delivery => delivery.failure)?.failure
  if (state === "sent") return `sent ${day}`
  if (failure === "gone") return `${day}, it could not be delivered: the phone's push address had expired`
  if (failure) return `${day}, could not be delivered`
  return `${day}, ${(reason && REASONS[reason]) || state}`
}
