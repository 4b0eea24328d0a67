import { signal } from "@preact/signals"
import { ask } from "../data/api"
import type { About } from "../data/types"

const REMEMBERED = "backstory.about"

/** What the server says of itself, kept so that the emergency number is there without a connection. */
export const about = signal<About | null>(JSON.parse(localStorage.getItem(REMEMBERED) ?? "null"))

export async function askAbout(): Promise<void> {
  const answer = await ask<About>("GET", "/api/v1/about")
  localStorage.setItem(REMEMBERED, JSON.stringify(answer))
  about.value = answer
}
