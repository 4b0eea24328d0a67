import { answer, api } from "./api"
import { pushId } from "./push-id"

/** Held by whoever looks after this phone's subscription, in the page or in the worker. */
export const PUSH_LOCK = "backstory-push"

/** Tells the server where this phone can be reached, and that it was seen. Safe to repeat. */
export async function offerSubscription(subscription: PushSubscription): Promise<string> {
  const id = await pushId(subscription.endpoint)
  const { endpoint = "", expirationTime, keys = {} } = subscription.toJSON()
  const { p256dh = "", auth = "" } = keys
  const key = keyOf(subscription)
  const body = {
    endpoint,
    expirationTime,
    keys: { p256dh, auth },
    name: nameOf(navigator.userAgent),
    ...(key && { key }),
  }
  await answer(api.PUT("/api/v1/push/subscriptions/{subscription_id}", { ...at(id), body }))
  return id
}

/** The server's key that it was made with, where the browser tells it. */
export function keyOf({ options }: PushSubscription): string | undefined {
  const key = options?.applicationServerKey
  if (!key) return undefined
  const bytes = String.fromCharCode(...new Uint8Array(key))
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
}

export const at = (subscription_id: string) => ({ params: { path: { subscription_id } } })

export function nameOf(userAgent: string): string {
  const browser = /Firefox\//.test(userAgent)
    ? "Firefox"
    : /Edg\//.test(userAgent)
      ? "Edge"
      : /Chrom(e|ium)\//.test(userAgent)
        ? "Chrome"
        : "Safari"
  const systems: [RegExp, string][] = [
    [/iPhone/, "iPhone"],
    [/iPad/, "iPad"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS/, "Mac"],
  ]
  return `${browser} on ${systems.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "Linux"}`
}
