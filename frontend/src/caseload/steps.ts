/** Arrow down and up go from the search through the lines and back. */
export function nextLine(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const stops = [...document.querySelectorAll<HTMLElement>("#search, .patient-line")]
  const here = stops.indexOf(document.activeElement as HTMLElement)
  const next = here === -1 ? undefined : stops[here + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
