import { report } from "../data/reports"

const SAY_SO_THEMSELVES = ["/snooze", "/asked"]

/** A reminder that the browser opened by itself names its delivery in the address: the ledger learns that it was opened. */
export function noteOpened(): void {
  const url = new URL(location.href)
  const delivery = url.searchParams.get("delivery")
  if (!delivery || SAY_SO_THEMSELVES.includes(url.pathname)) return
  url.searchParams.delete("delivery")
  history.replaceState(null, "", url.pathname + url.search)
  void report({ delivery, said: "opened", at: new Date().toISOString() })
}

/** A tapped notification leads a page that its worker does not control by telling it where to go. */
export function followWorker(route: (url: string) => void): () => void {
  const follow = ({ data }: MessageEvent) => {
    if (typeof data?.navigate === "string" && data.navigate.startsWith("/")) route(data.navigate)
  }
  navigator.serviceWorker?.addEventListener("message", follow)
  return () => navigator.serviceWorker?.removeEventListener("message", follow)
}
