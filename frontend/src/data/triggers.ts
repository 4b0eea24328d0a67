import { Problem } from "./api"
import { waiting } from "./changes"
import { sync } from "./sync"
import type { Person } from "./types"

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 300_000
const LONGEST_SILENCE_MS = 3_600_000

let person: Person | null = null
let failures = 0
let timer: ReturnType<typeof setTimeout> | undefined
let underWay: Promise<void> | undefined
let again = false
/** Until then the server has asked to be left alone (Retry-After), whatever the phone's clock says. */
let silentUntil = 0

/** Sends soon. Cheap to call often: calls made while one is under way become one more run. */
export function syncSoon(): void {
  if (!person) return
  if (underWay) {
    again = true
    return
  }
  const silence = silentUntil - performance.now()
  if (silence > 0) {
    tryIn(silence)
    return
  }
  clearTimeout(timer)
  underWay = sync(person).then(
    () => {
      failures = 0
    },
    error => {
      failures++
      silentUntil = performance.now() + silenceAskedBy(error)
      tryIn(Math.max(backoff(failures), silentUntil - performance.now()))
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
  silentUntil = 0
  syncSoon()
}

export function stopSync(): void {
  person = null
  again = false
  clearTimeout(timer)
}

/** Out of sight or without a connection nothing ticks: seeing the app again, or the connection, is what starts it. */
function tryIn(ms: number): void {
  clearTimeout(timer)
  if (document.visibilityState === "visible" && navigator.onLine) timer = setTimeout(syncSoon, ms)
}

const silenceAskedBy = (error: unknown) =>
  error instanceof Problem && error.retryAfter ? Math.min(error.retryAfter * 1000, LONGEST_SILENCE_MS) : 0

/** Where there is Background Sync, the worker sends even after the app was closed. */
async function askTheWorker(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  const background =
    registration && (registration as unknown as { sync?: { register(tag: string): Promise<void> } }).sync
  await background?.register("outbox").catch(() => undefined) // the person may have forbidden it: the page sends later
}

if (typeof window !== "undefined") {
  addEventListener("online", syncSoon)
  addEventListener("offline", () => clearTimeout(timer))
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return syncSoon()
    clearTimeout(timer)
    if (person && waiting.value > 0) void askTheWorker()
  })
}
