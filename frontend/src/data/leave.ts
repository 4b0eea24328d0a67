import { answer, api, Problem } from "./api"
import { forget } from "./db"
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
  await forget(person.id)
}

/** Only the server can take the cookie back. When nobody answers, the next start or connection asks again. */
export async function endSession(): Promise<void> {
  localStorage.setItem(LEFT, "yes")
  await endSessionLater()
}

/** To be awaited before somebody signs in: afterwards it would end the wrong session. */
export async function endSessionLater(): Promise<void> {
  if (!localStorage.getItem(LEFT)) return
  try {
    await answer(api.DELETE("/api/v1/session"))
  } catch (error) {
    if (!(error instanceof Problem && error.status === 401)) return
  }
  localStorage.removeItem(LEFT)
}

/** A new sign-in has put its own cookie in the place of the one that was to be ended. */
export function hasSignedIn(): void {
  localStorage.removeItem(LEFT)
}

if (typeof window !== "undefined") addEventListener("online", () => void endSessionLater())
