import { signal } from "@preact/signals"
import { answer, api, onSignedOut, Problem } from "../data/api"
import { recount } from "../data/changes"
import { onTakenAway, openFor } from "../data/db"
import { endSession, endSessionLater, hasSignedIn, wipe } from "../data/leave"
import { keepInSync, stopSync } from "../data/triggers"
import type { Person } from "../data/types"

const REMEMBERED = "backstory.person"

/** Whose phone this is. Remembered here, so that the diary opens without a connection. */
export const person = signal<Person | null>(remembered())
/** The server said that the session ended. The diary goes on; sending waits for a sign-in. */
export const sessionEnded = signal(false)

onSignedOut(() => {
  if (person.value) sessionEnded.value = true
})

onTakenAway(() => location.reload())
// The cookie is the whole browser's: when another tab signs out or signs somebody else in, this page is no longer ours.
window.addEventListener("storage", ({ key, newValue }) => {
  if (key !== REMEMBERED && key !== null) return
  const now = newValue && (JSON.parse(newValue) as Person).id
  if ((now || null) !== (person.value?.id ?? null)) location.reload()
})

export async function signIn(login: string, password: string): Promise<void> {
  await endSessionLater()
  const { person: who } = await answer(api.POST("/api/v1/session", { body: { login, password } }))
  await welcome(who)
}

export async function welcome(who: Person): Promise<void> {
  remember(who)
  hasSignedIn()
  await openFor(who.id)
  person.value = who
  sessionEnded.value = false
  start(who)
  checkReminders()
}

/** Whoever signed in here gets the reminders on this phone, and nobody else's: an address of the one before is replaced. */
function checkReminders(): void {
  if (globalThis.Notification?.permission === "granted") void import("./push").then(push => push.allowedHere())
}

/** From now on this phone starts with this person. */
export function remember(who: Person): void {
  if (who.id !== person.value?.id) stopSync() // the one before has no cookie here any more
  localStorage.setItem(REMEMBERED, JSON.stringify(who))
}

/** At every start: begin with what is remembered, then ask the server who this is. */
export async function resume(): Promise<void> {
  await endSessionLater()
  if (!person.value) return
  start(person.value)
  try {
    const { person: who } = await answer(api.GET("/api/v1/session"))
    if (JSON.stringify(who) !== JSON.stringify(person.value)) await welcome(who)
    else checkReminders()
  } catch (error) {
    if (error instanceof Problem && error.status === 401) stopSync()
  }
}

/** Needs no connection: this phone is cleared at once, and the server hears of it as soon as it can be reached. */
export async function signOut(): Promise<void> {
  const who = person.value
  stopSync()
  // The next person on this phone must not get this one's reminders. If it fails now, that person's sign-in tries again.
  await import("./push").then(push => push.unsubscribe()).catch(() => undefined)
  await endSession()
  localStorage.removeItem(REMEMBERED)
  person.value = null
  sessionEnded.value = false
  if (who) await wipe(who)
}

function start(who: Person): void {
  void openFor(who.id).then(recount)
  keepInSync(who)
}

function remembered(): Person | null {
  const kept = localStorage.getItem(REMEMBERED)
  if (!kept) return null
  const who = JSON.parse(kept) as Person
  void openFor(who.id)
  return who
}
