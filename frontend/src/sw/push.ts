import { ask } from "../data/api"
import { pushId } from "../data/push-id"
import { offerSubscription } from "../data/push-offer"

declare const self: ServiceWorkerGlobalScope

/** Declarative Web Push (web_push: 8030): browsers that know it need no worker, the others read the same words here. */
type Message = {
  notification?: { title?: string; body?: string; navigate?: string; tag?: string; silent?: boolean }
  app?: { activation?: string; delivery?: string }
}

/** A push that shows nothing costs the subscription on iOS after three times: something is always shown. */
export async function show(data: PushMessageData | null): Promise<void> {
  const { notification = {}, app } = read(data)
  const shown = self.registration.showNotification(notification.title ?? "Backstory", {
    body: notification.body ?? "",
    tag: notification.tag ?? "backstory",
    silent: notification.silent ?? false,
    icon: "/icons/icon-192.png",
    badge: "/icons/badge-96.png",
    data: { navigate: notification.navigate ?? "/", delivery: app?.delivery },
  })
  const told = app?.activation ? activate(app.activation) : Promise.resolve()
  await Promise.allSettled([shown, told])
}

export async function open(notification: Notification): Promise<void> {
  notification.close()
  const url = new URL(notification.data?.navigate ?? "/", location.origin)
  if (url.origin !== location.origin) return
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true })
  const page = pages[0]
  if (!page) {
    await self.clients.openWindow(url.href)
    return
  }
  await page.focus()
  // A page that this worker does not control cannot be led by it; it is told where to go instead.
  await page.navigate(url.href).catch(() => page.postMessage({ navigate: url.pathname + url.search }))
}

export async function subscriptionChanged(event: Event): Promise<void> {
  const { newSubscription } = event as Event & { newSubscription?: PushSubscription | null }
  const subscription = newSubscription ?? (await subscribeAgain())
  await offerSubscription(subscription)
}

async function subscribeAgain(): Promise<PushSubscription> {
  const { key } = await ask<{ key: string }>("GET", "/api/v1/push/key")
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

/** The token that came by push proves to the server that this address is really this phone's. */
async function activate(token: string): Promise<void> {
  const subscription = await self.registration.pushManager.getSubscription()
  if (!subscription) return
  await ask("POST", `/api/v1/push/subscriptions/${await pushId(subscription.endpoint)}/activation`, { token })
  for (const page of await self.clients.matchAll({ includeUncontrolled: true })) page.postMessage("push confirmed")
}

function read(data: PushMessageData | null): Message {
  try {
    return (data?.json() as Message) ?? {}
  } catch {
    return {}
  }
}
