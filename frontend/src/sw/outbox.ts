import { answer, api } from "../data/api"
import { holds } from "../data/db"
import { sync } from "../data/sync"

/** The page's own sender, run by the browser after the app was closed. Throwing asks the browser to try again. */
export async function sendOutbox(): Promise<void> {
  const { person } = await answer(api.GET("/api/v1/session"))
  // Who signed out without a connection still has a cookie: that is no reason to fetch the diary again.
  if (await holds(person.id)) await sync(person)
}
