import { answer, api } from "../data/api"

/** A reminder that the browser opened by itself names its delivery in the address: the ledger learns that it was opened. */
export function noteOpened(): void {
  const url = new URL(location.href)
  const delivery_id = url.searchParams.get("delivery")
  if (!delivery_id) return
  url.searchParams.delete("delivery")
  history.replaceState(null, "", url.pathname + url.search)
  // Best effort: the form is open, and that is what matters.
  void answer(
    api.POST("/api/v1/reminders/deliveries/{delivery_id}/opened", { params: { path: { delivery_id } } }),
  ).catch(() => undefined)
}

/** A tapped notification leads a page that its worker does not control by telling it where to go. */
export function followWorker(route: (url: string) => void): () => void {
  const follow = ({ data }: MessageEvent) => {
    if (typeof data?.navigate === "string" && data.navigate.startsWith("/")) route(data.navigate)
  }
  navigator.serviceWorker?.addEventListener("message", follow)
  return () => navigator.serviceWorker?.removeEventListener("message", follow)
}
