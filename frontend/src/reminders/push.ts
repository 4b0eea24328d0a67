import { signal } from "@preact/signals-core"
import { answer, api, Offline, Problem } from "../data/api"
import { MY_PUSH_ID, pushId } from "../data/push-id"
import { at, keyOf, offerSubscription, PUSH_LOCK } from "../data/push-offer"

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
/** So long the first message may take before another one is asked for. */
const CONFIRMED_WITHIN_MS = 120_000

/** When this phone last showed a reminder, as far as the server has heard. */
export const lastShownHere = signal<string | null>(null)

/** Compares what the browser holds with what the server knows, and mends what differs. */
export async function allowedHere(): Promise<Allowed> {
  const manager = await pushManager()
  if (!manager) return "unsupported"
  // The start of the app and the settings look at the same time; the second must see what the first took.
  return navigator.locks.request(PUSH_LOCK, async () => {
    if (Notification.permission !== "granted") {
      await takenBack()
      return Notification.permission === "denied" ? "denied" : "off"
    }
    const subscription = await manager.getSubscription()
    if (subscription) return known(subscription, manager)
    // Allowed once and not stopped here: the browser has lost it.
    return localStorage.getItem(MY_PUSH_ID) ? afresh(manager) : "off"
  })
}

export async function allow(): Promise<Allowed> {
  const manager = await pushManager()
  if (!manager) return "unsupported"
  const permission = await Notification.requestPermission()
  if (permission !== "granted") return permission === "denied" ? "denied" : "off"
  return navigator.locks.request(PUSH_LOCK, async () => {
    const subscription = await manager.getSubscription()
    return subscription ? known(subscription, manager) : afresh(manager)
  })
}

export async function forbid(): Promise<Allowed> {
  const subscription = await (await pushManager())?.getSubscription()
  localStorage.removeItem(MY_PUSH_ID)
  if (subscription) {
    await subscription.unsubscribe()
    await drop(await pushId(subscription.endpoint))
  }
  return "off"
}

/** Also when the server cannot be reached: its next message finds nobody. What was shown already goes as well. */
export async function unsubscribe(): Promise<void> {
  const gone = async () => (await (await pushManager())?.getSubscription())?.unsubscribe()
  const leave = () => inTime(gone()).finally(closeShown)
  await inTime(navigator.locks.request(PUSH_LOCK, leave)) // a next person asks for theirs after this
}

async function closeShown(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  for (const shown of (await registration?.getNotifications?.()) ?? []) shown.close()
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

async function known(subscription: PushSubscription, manager: PushManager): Promise<Allowed> {
  try {
    const id = await pushId(subscription.endpoint)
    const [{ items }, { key }] = await Promise.all([
      answer(api.GET("/api/v1/push/subscriptions")),
      answer(api.GET("/api/v1/push/key")),
    ])
    const held = items.find(item => item.id === id && !item.retired)
    // Without one it may be an address that the push service has called gone, which nothing brings back; and what was
    // made with another key of the server will never be delivered. Only a fresh one is sure to work.
    if (!held || (keyOf(subscription) ?? key) !== key) return await renew(subscription, manager, key)
    if (held.active || Date.now() - Date.parse(held.made_at) > CONFIRMED_WITHIN_MS)
      await offerSubscription(subscription)
    await remember(id)
    lastShownHere.value = held.last_shown_at
    return held.active ? "on" : "confirming"
  } catch (error) {
    return error instanceof Offline ? "on" : whyNot(error)
  }
}

async function afresh(manager: PushManager): Promise<Allowed> {
  try {
    return await renew(null, manager, (await answer(api.GET("/api/v1/push/key"))).key)
  } catch (error) {
    return whyNot(error)
  }
}

async function renew(old: PushSubscription | null, manager: PushManager, key: string): Promise<Allowed> {
  await old?.unsubscribe()
  const fresh = await inTime(subscribe(manager, key))
  try {
    await remember(await offerSubscription(fresh))
  } catch (error) {
    // Somebody else signed in on this phone holds this endpoint: take another one.
    if (!(error instanceof Problem && (error.status === 404 || error.status === 409))) throw error
    await fresh.unsubscribe()
    await remember(await offerSubscription(await inTime(subscribe(manager, key))))
  }
  return "confirming"
}

function whyNot(error: unknown): Allowed {
  if (error instanceof Offline) return "offline"
  if (!(error instanceof Problem)) return "hangs"
  return error.status === 422 ? "refused" : "off"
}

/** One address at a time: the one before leads nowhere now. */
async function remember(id: string): Promise<void> {
  const before = localStorage.getItem(MY_PUSH_ID)
  localStorage.setItem(MY_PUSH_ID, id)
  if (before && before !== id) await drop(before)
}

/** The permission was revoked in the browser's settings: the server hears of it, so that it does not count on this phone. */
async function takenBack(): Promise<void> {
  const before = localStorage.getItem(MY_PUSH_ID)
  if (before && (await drop(before))) localStorage.removeItem(MY_PUSH_ID)
}

/** Whether the server has heard of it. */
function drop(id: string): Promise<boolean> {
  return answer(api.DELETE("/api/v1/push/subscriptions/{subscription_id}", at(id))).then(
    () => true,
    error => error instanceof Problem && error.status === 404,
  )
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
