import { answer, api, Problem, within } from "./api"
import { forget } from "./db"
import { MY_PUSH_ID } from "./push-id"
import { forgetReports } from "./reports"
import { sync } from "./sync"
import { stopSync } from "./triggers"
import type { Person } from "./types"
import { type Unsent, unsent } from "./unsent"

const PATIENCE_MS = 10_000
const LEFT = "backstory.left"

/** Tries to send what waits, and says what would be lost all the same. */
export async function sendFirst(person: Person): Promise<Unsent> {
  const tried = sync(person).catch(() => undefined)
  await Promise.race([tried, new Promise(done => setTimeout(done, PATIENCE_MS))])
  return unsent()
}

/** Nothing of this person stays on this phone. Needs no connection. An exchange under way finds its database closed. */
export async function wipe(person: Person): Promise<void> {
  stopSync()
  localStorage.removeItem(MY_PUSH_ID)
  await forgetReports()
  await forget(person.id)
}

/** Said before anything else: whatever becomes of this page, the next start clears the phone and ends the session. */
export function leaving(): void {
  localStorage.setItem(LEFT, "yes")
}

export const hasLeft = (): boolean => localStorage.getItem(LEFT) !== null

/** Only the server can take the cookie back. When nobody answers, the next start or connection asks again. */
export async function endSessionLater(): Promise<void> {
  if (hasLeft()) await alone(end)
}

/** The cookie is the whole browser's: a session that was left is never ended while somebody signs in, nor after. */
export function signingIn<T>(ask: () => Promise<T>): Promise<T> {
  return alone(async () => {
    await end()
    const said = await ask()
    localStorage.removeItem(LEFT)
    return said
  })
}

const alone = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request("backstory-cookie", work) as Promise<T>

async function end(): Promise<void> {
  if (!hasLeft()) return
  try {
    await answer(api.DELETE("/api/v1/session", { fetch: within(PATIENCE_MS) }))
  } catch (error) {
    if (!(error instanceof Problem && error.status === 401)) return
  }
  localStorage.removeItem(LEFT)
}

if (typeof window !== "undefined") addEventListener("online", () => void endSessionLater())
