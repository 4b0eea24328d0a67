import { beforeEach, expect, test, vi } from "vitest"
import { report } from "../../src/data/reports"
import { show, subscriptionChanged, tapped } from "../../src/sw/push"
import { readShell } from "../../src/sw/shell"

vi.hoisted(() => vi.stubGlobal("__VERSION__", "test")) // the build puts it there
vi.mock("../../src/data/reports", () => ({ report: vi.fn(async () => undefined) }))
const showNotification = vi.fn(async () => undefined)
const getNotifications = vi.fn(async (): Promise<Pick<Notification, "data">[]> => [])
const subscribe = vi.fn()
const openWindow = vi.fn(async () => null)
const asked: [string, unknown][] = []

beforeEach(() => {
  vi.clearAllMocks()
  vi.useFakeTimers({ now: new Date("2026-11-22T20:00:00Z"), toFake: ["Date"] })
  asked.length = 0
  const pushManager = { subscribe, getSubscription: async () => null }
  vi.stubGlobal("registration", { showNotification, getNotifications, pushManager })
  vi.stubGlobal("clients", { matchAll: async () => [], openWindow })
  vi.stubGlobal("caches", { open: async () => ({ match: async () => new Response("shell") }) })
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname
    asked.push([`${request.method} ${path}`, request.method === "GET" ? undefined : await request.json()])
    return Response.json({ key: "AAEC" })
  })
})

const pushed = (message: unknown) => ({ json: () => message }) as PushMessageData
const tap = (action: string, data: unknown) => {
  const close = vi.fn()
  return tapped({ action, notification: { close, data } } as unknown as NotificationEvent).then(() => close)
}
const PROMPT = {
  web_push: 8030,
  notification: {
    title: "Backstory",
    body: "Time for your check-in",
    navigate: `${location.origin}/check-in?delivery=d1`,
    tag: "t1",
    actions: [{ action: "snooze-15", title: "In 15 minutes", navigate: "https://elsewhere.example" }],
  },
  app: { delivery: "d1" },
}

test("a prompt is shown with its words and its choices, and told as shown with the time", async () => {
  await show(pushed(PROMPT))
  const [title, options] = showNotification.mock.calls[0] as unknown as [string, NotificationOptions]
  expect(title).toBe("Backstory")
  expect(options).toMatchObject({
    body: "Time for your check-in",
    tag: "t1",
    actions: [{ action: "snooze-15", title: "In 15 minutes" }],
  })
  expect(report).toHaveBeenCalledExactlyOnceWith({ delivery: "d1", said: "shown", at: "2026-11-22T20:00:00.000Z" })
})

test.each([
  ["nothing lies in the tray", [], false],
  ["yesterday's prompt lies in the tray", [{ data: { delivery: "d0" } }], true],
  ["a crash sent the same prompt again", [{ data: { delivery: "d1" } }], false],
])("a prompt made no sound over an older one: %s", async (_, there, renotify) => {
  getNotifications.mockResolvedValueOnce(there)
  await show(pushed(PROMPT))
  expect(getNotifications).toHaveBeenCalledExactlyOnceWith({ tag: "t1" })
  expect(showNotification).toHaveBeenCalledExactlyOnceWith("Backstory", expect.objectContaining({ renotify }))
})

test("a tray that cannot be read does not keep a prompt from being shown", async () => {
  getNotifications.mockRejectedValueOnce(new Error("no tray"))
  await show(pushed(PROMPT))
  expect(showNotification).toHaveBeenCalledOnce()
})

test.each([null, { json: () => JSON.parse("<") } as unknown as PushMessageData])(
  "a push that says nothing readable shows something all the same",
  async data => {
    await show(data)
    expect(showNotification).toHaveBeenCalledOnce()
    expect(report).not.toHaveBeenCalled()
  },
)

test.each([
  ["snooze-15", "2026-11-22T20:15:00.000Z"],
  ["snooze-60", "2026-11-22T21:00:00.000Z"],
])("%s asks for another prompt and opens nothing", async (action, until) => {
  const close = await tap(action, { navigate: "/check-in", delivery: "d1" })
  expect(close).toHaveBeenCalledOnce()
  expect(report).toHaveBeenCalledExactlyOnceWith({
    delivery: "d1",
    said: "snooze",
    until,
    at: "2026-11-22T20:00:00.000Z",
  })
  expect(openWindow).not.toHaveBeenCalled()
})

test("a tap opens what the prompt is about, and nothing of another origin", async () => {
  await tap("", { navigate: `${location.origin}/peg?delivery=d1`, delivery: "d1" })
  expect(openWindow).toHaveBeenCalledExactlyOnceWith(`${location.origin}/peg?delivery=d1`)
  expect(report).toHaveBeenCalledExactlyOnceWith({ delivery: "d1", said: "opened", at: "2026-11-22T20:00:00.000Z" })
  await tap("", { navigate: "https://elsewhere.example/", delivery: "d1" })
  expect(openWindow).toHaveBeenCalledOnce()
})

test("an address that the browser took away is replaced, and offered with the key it was made with", async () => {
  const key = new Uint8Array([0, 1, 2]).buffer
  const toJSON = () => ({ endpoint: "https://push.example/1", expirationTime: null, keys: { p256dh: "p", auth: "a" } })
  subscribe.mockResolvedValue({ endpoint: "https://push.example/1", options: { applicationServerKey: key }, toJSON })
  await subscriptionChanged(new Event("pushsubscriptionchange"))
  expect(subscribe).toHaveBeenCalledExactlyOnceWith({ userVisibleOnly: true, applicationServerKey: "AAEC" })
  expect(asked.at(-1)?.[1]).toMatchObject({ endpoint: "https://push.example/1", key: "AAEC" })
})

test("the worker answers for the app's own addresses, never for the API or a calendar", () => {
  const ours = (path: string) => readShell(new Request(new URL(path, location.origin))) !== undefined
  expect(["/", "/check-in", "/snooze?delivery=d1&minutes=15"].map(ours)).toEqual([true, true, true])
  expect(["/api/v1/session", "/calendar/secret.ics", "/metrics", "/healthz"].map(ours)).not.toContain(true)
})
