import { signal } from "@preact/signals"
import { answer, api } from "../data/api"
import type { About } from "../data/types"

const REMEMBERED = "backstory.about"

/** What the server says of itself, kept so that the emergency number is there without a connection. */
export const about = signal<About | null>(JSON.parse(localStorage.getItem(REMEMBERED) ?? "null"))

export async function askAbout(): Promise<void> {
  const said = await answer(api.GET("/api/v1/about"))
  localStorage.setItem(REMEMBERED, JSON.stringify(said))
  about.value = said
}
