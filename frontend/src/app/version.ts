import { signal } from "@preact/signals"

/** A worker of a newer version that waits for the person's word. */
export const newer = signal<ServiceWorker | null>(null)

export async function watchForNewVersion(): Promise<void> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return
  await loaded()
  const registration = await navigator.serviceWorker.register("/sw.js")
  // WebKit still calls the very first worker a waiting one when it controls the page already: looked at after each step.
  const notice = () => {
    newer.value = navigator.serviceWorker.controller ? registration.waiting : null
  }
  notice()
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", notice))
}

/** The worker fetches the whole app for later; the first screen goes first. */
function loaded(): Promise<unknown> {
  if (document.readyState === "complete") return Promise.resolve()
  return new Promise(done => addEventListener("load", done, { once: true }))
}

export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload())
  newer.value?.postMessage("take over")
}
