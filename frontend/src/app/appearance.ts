import { signal } from "@preact/signals"

export type Appearance = "system" | "light" | "dark"
const REMEMBERED = "backstory.appearance"

export const appearance = signal<Appearance>((localStorage.getItem(REMEMBERED) as Appearance | null) ?? "system")
show(appearance.value)

export function choose(next: Appearance): void {
  appearance.value = next
  localStorage.setItem(REMEMBERED, next)
  show(next)
}

function show(chosen: Appearance): void {
  if (chosen === "system") delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
}
