import { answer, api, Offline, Problem } from "../data/api"
import { pushId } from "../data/push-id"
import { at, offerSubscription } from "../data/push-offer"

export type Allowed =
  | "unknown"
  | "unsupported"
  | "off"
  | "denied"
  | "hangs"
  | "offline"
  | "refused"
  | "confirming"
  | "on"

const PATIENCE_MS = 10_000 // subscribe() can hang for ever, for example without the browser maker's push service

export async function allowedHere(): Promise<Allowed> {
  const manager = await pushManager()
  if (!manager) return "unsupported"
  if (Notification.permission === "denied") return "denied"
  // The start of the app and the settings look at the same time; the second must see what the first took.
  return navigator.locks.request("backstory-push", async () => {
    const subscription = await manager.getSubscription()
    return subscription ? known(subscription, manager) : "off"
  })
}

export async function allow(): Promise<Allowed> {
  const manager = await pushManager()
  if (!manager) return "unsupported"
  const permission = await Notification.requestPermission()
  if (permission !== "granted") return permission === "denied" ? "denied" : "off"
  try {
    const { key } = await answer(api.GET("/api/v1/push/key"))
    const subscription = await inTime(subscribe(manager, key))
    await offer(subscription, manager, key)
    return await known(subscription, manager)
  } catch (error) {
    if (error instanceof Offline) return "offline"
    if (error instanceof Problem) return "refused"
    return "hangs"
  }
}

export async function forbid(): Promise<Allowed> {
  const manager = await pushManager()
  const subscription = await manager?.getSubscription()
  if (!subscription) return "off"
  const id = await pushId(subscription.endpoint)
  await subscription.unsubscribe()
  try {
    await answer(api.DELETE("/api/v1/push/subscriptions/{subscription_id}", at(id)))
  } catch (error) {
    if (error instanceof Offline) return "off" // the push service tells the server at its next try
    if (!(error instanceof Problem)) throw error
  }
  return "off"
}

/** No more messages to this browser, whatever the server still knows: it hears of it at its next try. */
export async function unsubscribe(): Promise<void> {
  const gone = async () => (await (await pushManager())?.getSubscription())?.unsubscribe()
  await navigator.locks.request("backstory-push", () => inTime(gone())) // a next person asks for theirs after this
}

export async function sendTest(): Promise<boolean> {
  const subscription = await (await pushManager())?.getSubscription()
  if (!subscription) return false
  try {
    const id = await pushId(subscription.endpoint)
    await answer(api.POST("/api/v1/push/subscriptions/{subscription_id}/test", at(id)))
    return true
  } catch {
    return false
  }
}

/** Browsers and servers forget subscriptions in silence, so each start compares the two. */
async function known(subscription: PushSubscription, manager: PushManager): Promise<Allowed> {
  try {
    const id = await pushId(subscription.endpoint)
    const { items } = await answer(api.GET("/api/v1/push/subscriptions"))
    const held = items.find(item => item.id === id)
    if (held) return held.active ? "on" : "confirming"
    // It may be one that the push service has called gone, which nothing brings back: only a fresh one is sure to work.
    await renew(subscription, manager, (await answer(api.GET("/api/v1/push/key"))).key)
    return "confirming"
  } catch (error) {
    if (error instanceof Offline) return "on"
    return error instanceof Problem && error.status === 422 ? "refused" : "off"
  }
}

async function offer(subscription: PushSubscription, manager: PushManager, key: string): Promise<void> {
  try {
    await offerSubscription(subscription)
  } catch (error) {
    // Somebody else signed in on this phone holds this endpoint: take a fresh one.
    if (!(error instanceof Problem && (error.status === 404 || error.status === 409))) throw error
    await renew(subscription, manager, key)
  }
}

async function renew(old: PushSubscription, manager: PushManager, key: string): Promise<void> {
  await old.unsubscribe()
  await offerSubscription(await inTime(subscribe(manager, key)))
}

async function subscribe(manager: PushManager, applicationServerKey: string): Promise<PushSubscription> {
  const wanted = { userVisibleOnly: true, applicationServerKey }
  try {
    return await manager.subscribe(wanted)
  } catch (error) {
    if ((error as DOMException).name !== "InvalidStateError") throw error
    await (await manager.getSubscription())?.unsubscribe() // it was made with another key of the server
    return manager.subscribe(wanted)
  }
}

async function pushManager(): Promise<PushManager | undefined> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return undefined
  return (await navigator.serviceWorker.getRegistration())?.pushManager
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, give) => setTimeout(() => give(new Error("no answer")), PATIENCE_MS)),
  ])
}
