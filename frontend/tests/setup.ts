import "fake-indexeddb/auto"
import { afterEach, vi } from "vitest"
import { database, forget, openFor } from "../src/data/db"

process.env.TZ = "Europe/Warsaw"

/** Node has no Web Locks; one queue per name is all that the app relies on. */
export function freshLocks(): void {
  const queues = new Map<string, Promise<unknown>>()
  const locks = {
    request<T>(name: string, run: () => Promise<T>): Promise<T> {
      const turn = (queues.get(name) ?? Promise.resolve()).then(run, run)
      queues.set(
        name,
        turn.catch(() => undefined),
      )
      return turn
    },
  }
  Object.defineProperty(navigator, "locks", { value: locks, configurable: true })
}
freshLocks()

export const PAT = "0195c0de-0000-7000-8000-00000000000a"
export const PATIENT = "0195c0de-0000-7000-8000-0000000000aa"

export async function freshPhone(): Promise<void> {
  await openFor(PAT)
  await database().catch(() => undefined)
  await forget(PAT)
  await openFor(PAT)
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})
