import { Problem } from "./api"
import { sync } from "./sync"
import type { Person } from "./types"

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 300_000

let person: Person | null = null
let failures = 0
let timer: ReturnType<typeof setTimeout> | undefined
let underWay: Promise<void> | undefined
let again = false

/** Sends soon. Cheap to call often: calls made while one is under way become one more run. */
export function syncSoon(): void {
  if (!person) return
  if (underWay) {
    again = true
    return
  }
  clearTimeout(timer)
  underWay = sync(person).then(
    () => {
      failures = 0
    },
    error => {
      failures++
      const wait = error instanceof Problem && error.retryAfter ? error.retryAfter * 1000 : backoff(failures)
      timer = setTimeout(syncSoon, wait)
      void askTheWorker()
    },
  )
  void underWay.finally(() => {
    underWay = undefined
    if (again) {
      again = false
      syncSoon()
    }
  })
}

export function backoff(failed: number, random: () => number = Math.random): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failed - 1)) * (0.5 + random() / 2)
}

export function keepInSync(who: Person): void {
  person = who
  failures = 0
  syncSoon()
}

export function stopSync(): void {
  person = null
  clearTimeout(timer)
}

/** Where there is Background Sync, the worker sends even after the app was closed. */
async function askTheWorker(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  const background =
    registration && (registration as unknown as { sync?: { register(tag: string): Promise<void> } }).sync
  await background?.register("outbox").catch(() => undefined) // the person may have forbidden it: the page sends later
}

if (typeof window !== "undefined") {
  addEventListener("online", syncSoon)
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") syncSoon()
  })
}
