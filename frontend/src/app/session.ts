import { signal } from "@preact/signals"
import { answer, api, onSignedOut, Problem } from "../data/api"
import { recount } from "../data/changes"
import { onTakenAway, openFor } from "../data/db"
import { endSessionLater, hasLeft, leaving, signingIn, wipe } from "../data/leave"
import { forgetOldWords } from "../data/restored"
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
  const { person: who } = await signingIn(() => answer(api.POST("/api/v1/session", { body: { login, password } })))
  await welcome(who)
}

export async function welcome(who: Person): Promise<void> {
  remember(who)
  await openFor(who.id)
  person.value = who
  sessionEnded.value = false
  start(who)
  void forgetOldWords(who.id)
  checkReminders()
}

/** Whoever signed in here gets the reminders on this phone, and nobody else's: an address of the one before is replaced. */
function checkReminders(): void {
  const { role } = person.value ?? {}
  if (role) void import("../reminders/at-open").then(reminders => reminders.lookAfterReminders(role))
}

/** From now on this phone starts with this person. */
export function remember(who: Person): void {
  if (who.id !== person.value?.id) stopSync() // the one before has no cookie here any more
  localStorage.setItem(REMEMBERED, JSON.stringify(who))
}

/** At every start: begin with what is remembered, then ask the server who this is. */
export async function resume(): Promise<void> {
  const before = kept()
  if (hasLeft() && before) await clear(before)
  if (hasLeft()) await silence()
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

/** Waits for no network: this phone is cleared at once, and the server hears of it as soon as it can be reached. */
export async function signOut(): Promise<void> {
  const who = person.value
  leaving()
  person.value = null
  sessionEnded.value = false
  if (who) await clear(who)
  await silence() // before the session ends: until then the next start does it again
  await endSessionLater()
}

/** The next person on this phone must not get this one's reminders. If it fails, that person's sign-in tries again. */
async function silence(): Promise<void> {
  await import("../reminders/push").then(push => push.unsubscribe()).catch(() => undefined)
}

/** Remembered until nothing is left: a start after a phone that died on the way out goes on with it. */
async function clear(who: Person): Promise<void> {
  await wipe(who)
  if (kept()?.id === who.id) localStorage.removeItem(REMEMBERED)
}

function start(who: Person): void {
  void openFor(who.id).then(recount)
  keepInSync(who)
}

function remembered(): Person | null {
  const who = kept()
  if (!who || hasLeft()) return null
  void openFor(who.id)
  return who
}

function kept(): Person | null {
  return JSON.parse(localStorage.getItem(REMEMBERED) ?? "null")
}
