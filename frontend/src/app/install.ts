import { signal } from "@preact/signals"

type InstallPrompt = Event & { prompt(): Promise<void> }

/** The browser's offer to install, kept for the moment when it makes sense. */
export const installable = signal<InstallPrompt | null>(null)

addEventListener("beforeinstallprompt", event => {
  event.preventDefault()
  installable.value = event as InstallPrompt
})
