import { ask } from "../data/api"
import { openFor } from "../data/db"
import { sync } from "../data/sync"
import type { Person } from "../data/types"

/** The page's own sender, run by the browser after the app was closed. Throwing asks the browser to try again. */
export async function sendOutbox(): Promise<void> {
  const { person } = await ask<{ person: Person }>("GET", "/api/v1/session")
  await openFor(person.id)
  await sync(person)
}
