const ASKED = "backstory.asked-to-stay"

/** Asks the browser, once, not to clear the diary when space runs out: when there is something to keep, not at first load. */
export function askToStay(): void {
  try {
    if (localStorage.getItem(ASKED)) return
    localStorage.setItem(ASKED, "yes")
  } catch {
    return // a full phone has no room for the mark: asked after the next save
  }
  void navigator.storage?.persist?.().catch(() => undefined) // it may say no: then all is as it was
}
