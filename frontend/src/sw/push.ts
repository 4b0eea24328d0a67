import { answer, api } from "../data/api"
import { pushId } from "../data/push-id"
import { at, offerSubscription, PUSH_LOCK } from "../data/push-offer"
import { report } from "../data/reports"

declare const self: ServiceWorkerGlobalScope

/** Declarative Web Push (web_push: 8030): browsers that know it need no worker, the others read the same words here. */
type Message = {
  notification?: {
    title?: string
    body?: string
    navigate?: string
    tag?: string
    silent?: boolean
    actions?: { action: string; title: string }[]
  }
  app?: { activation?: string; delivery?: string }
}

/** A push that shows nothing costs the subscription on iOS after three times: something is always shown. */
export async function show(data: PushMessageData | null): Promise<void> {
  const { notification = {}, app = {} } = read(data)
  const tag = notification.tag || "backstory"
  await self.registration.showNotification(notification.title ?? "Backstory", {
    body: notification.body ?? "",
    tag,
    renotify: await replacesAnother(tag, app.delivery),
    silent: notification.silent ?? false,
    icon: "/icons/icon-192.png",
    badge: "/icons/badge-96.png",
    actions: notification.actions?.map(({ action, title }) => ({ action, title })) ?? [],
    data: { navigate: notification.navigate ?? "/", delivery: app.delivery },
  } as NotificationOptions) // TypeScript's library knows neither actions nor renotify
  // Without a connection the notification is there all the same, and the ledger hears of it later.
  await Promise.allSettled([
    app.activation && activate(app.activation),
    app.delivery && report({ delivery: app.delivery, said: "shown", at: now() }),
  ])
}

/** Browsers replace in silence what has the same tag. Only the very same prompt, sent again after a crash, is to be silent. */
async function replacesAnother(tag: string, delivery?: string): Promise<boolean> {
  const there = await self.registration.getNotifications({ tag }).catch(() => [])
  return there.some(({ data }) => !delivery || data?.delivery !== delivery)
}

export async function tapped({ action, notification }: NotificationEvent): Promise<void> {
  notification.close()
  const { navigate = "/", delivery } = notification.data ?? {}
  const minutes = Number(/^snooze-(\d+)$/.exec(action)?.[1])
  if (minutes && delivery) {
    const until = new Date(Date.now() + minutes * 60_000).toISOString()
    return report({ delivery, said: "snooze", until, at: now() })
  }
  await Promise.allSettled([
    goTo(new URL(navigate, location.origin)),
    delivery && report({ delivery, said: "opened", at: now() }),
  ])
}

export async function subscriptionChanged(event: Event): Promise<void> {
  const { newSubscription } = event as Event & { newSubscription?: PushSubscription | null }
  // The app may be starting, and look after the same.
  await navigator.locks.request(PUSH_LOCK, async () => offerSubscription(newSubscription ?? (await subscribeAgain())))
}

async function goTo(url: URL): Promise<void> {
  if (url.origin !== location.origin) return
  const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true })
  if (!page) {
    await self.clients.openWindow(url.href)
    return
  }
  await page.focus()
  // A page that this worker does not control cannot be led by it; it is told where to go instead.
  await page.navigate(url.href).catch(() => page.postMessage({ navigate: url.pathname + url.search }))
}

async function subscribeAgain(): Promise<PushSubscription> {
  const { key } = await answer(api.GET("/api/v1/push/key"))
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

/** The token that came by push proves to the server that this address is really this phone's. */
async function activate(token: string): Promise<void> {
  const subscription = await self.registration.pushManager.getSubscription()
  if (!subscription) return
  const here = at(await pushId(subscription.endpoint))
  await answer(api.POST("/api/v1/push/subscriptions/{subscription_id}/activation", { ...here, body: { token } }))
  for (const page of await self.clients.matchAll({ includeUncontrolled: true })) page.postMessage("push confirmed")
}

const now = () => new Date().toISOString()

function read(data: PushMessageData | null): Message {
  try {
    return (data?.json() as Message) ?? {}
  } catch {
    return {}
  }
}
