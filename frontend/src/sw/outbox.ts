import { answer, api } from "../data/api"
import { openFor } from "../data/db"
import { sync } from "../data/sync"

/** The page's own sender, run by the browser after the app was closed. Throwing asks the browser to try again. */
export async function sendOutbox(): Promise<void> {
  const { person } = await answer(api.GET("/api/v1/session"))
  await openFor(person.id)
  await sync(person)
}
