import { REPORTS_TAG, sendReports } from "../data/reports"
import { sendOutbox } from "./outbox"
import { show, subscriptionChanged, tapped } from "./push"
import { forgetOldShells, keepShell, readShell } from "./shell"

declare const self: ServiceWorkerGlobalScope

self.addEventListener("install", event => event.waitUntil(keepShell()))
self.addEventListener("activate", event => event.waitUntil(takeOver()))
self.addEventListener("fetch", event => {
  const answer = readShell(event.request)
  if (answer) event.respondWith(answer)
})
self.addEventListener("message", event => {
  if (event.data === "take over") void self.skipWaiting()
})
self.addEventListener("push", event => event.waitUntil(show(event.data)))
self.addEventListener("notificationclick", event => event.waitUntil(tapped(event)))
self.addEventListener("pushsubscriptionchange", event =>
  (event as ExtendableEvent).waitUntil(subscriptionChanged(event)),
)
// Background Sync is missing from TypeScript's library, as it is from Safari and Firefox.
self.addEventListener(
  "sync" as never,
  ((event: ExtendableEvent & { tag: string }) =>
    event.waitUntil(event.tag === REPORTS_TAG ? sendReports() : sendOutbox())) as never,
)

async function takeOver(): Promise<void> {
  await forgetOldShells()
  await self.clients.claim()
}
