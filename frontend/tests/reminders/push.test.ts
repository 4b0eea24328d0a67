import { beforeEach, expect, test, vi } from "vitest"
import { MY_PUSH_ID, pushId } from "../../src/data/push-id"
import { allow, allowedHere, forbid, unsubscribe } from "../../src/reminders/push"

const bytes = (text: string) => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer

/** A browser's push manager, and a server that knows which addresses it was offered. */
class World {
  key = "AAEC"
  held: PushSubscription | null = null
  made = 0
  known = new Map<string, { active: boolean; key?: string; retired?: boolean }>()
  asked: string[] = []
  online = true
  tray: { close(): void }[] = []

  constructor() {
    const manager = {
      getSubscription: async () => this.held,
      subscribe: async (wanted: { applicationServerKey: string }) => this.subscribe(wanted),
    }
    vi.stubGlobal("PushManager", class {})
    Object.defineProperty(navigator, "serviceWorker", {
      value: { getRegistration: async () => ({ pushManager: manager, getNotifications: async () => this.tray }) },
      configurable: true,
    })
    this.permission("granted")
    vi.stubGlobal("fetch", (request: Request) => this.answer(request))
  }

  permission(permission: NotificationPermission): void {
    vi.stubGlobal("Notification", { permission, requestPermission: async () => permission })
  }

  subscribe({ applicationServerKey }: { applicationServerKey: string }): PushSubscription {
    const endpoint = `https://push.example/${++this.made}`
    this.held = {
      endpoint,
      options: { applicationServerKey: bytes(applicationServerKey) },
      toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: "p", auth: "a" } }),
      unsubscribe: async () => {
        this.held = null
        return true
      },
    } as unknown as PushSubscription
    return this.held
  }

  async answer(request: Request): Promise<Response> {
    if (!this.online) throw new TypeError("Failed to fetch")
    const id = new URL(request.url).pathname.split("/")[5] ?? ""
    this.asked.push(`${request.method} ${id ? "one" : new URL(request.url).pathname.split("/").at(-1)}`)
    if (request.url.endsWith("/key")) return Response.json({ key: this.key })
    if (request.method === "GET")
      return Response.json({
        items: [...this.known].map(([id, one]) => ({ id, name: "", made_at: new Date(), ...one })),
      })
    if (request.method === "DELETE") this.known.delete(id)
    else this.known.set(id, { active: this.known.get(id)?.active ?? false, key: (await request.json()).key })
    return new Response(null, { status: 204 })
  }

  /** The first message came. */
  confirm(): void {
    for (const one of this.known.values()) one.active = true
  }
}

let world: World
beforeEach(async () => {
  localStorage.clear()
  world = new World()
  expect(await allow()).toBe("confirming")
  world.confirm()
})

const here = async () => world.held && world.known.get(await pushId(world.held.endpoint))

test("what is in order is told as seen, and left as it is", async () => {
  world.asked = []
  expect(await allowedHere()).toBe("on")
  expect(world.made).toBe(1)
  expect(world.asked).toEqual(["GET subscriptions", "GET key", "PUT one"])
})

test("after the server's key changed, one open takes a fresh address and gives the old one up", async () => {
  world.key = "AwQF"
  expect(await allowedHere()).toBe("confirming")
  expect(world.made).toBe(2)
  expect(world.known.size).toBe(1)
  expect(await here()).toMatchObject({ key: "AwQF" })
})

test("an address that the browser lost is replaced within one open", async () => {
  world.held = null
  expect(await allowedHere()).toBe("confirming")
  expect(world.known.size).toBe(1)
  expect(await here()).toMatchObject({ active: false, key: "AAEC" })
})

test("one that the worker replaced is taken over, and the old one given up", async () => {
  const before = [...world.known.keys()]
  const fresh = world.subscribe({ applicationServerKey: "AAEC" })
  world.known.set(await pushId(fresh.endpoint), { active: true })
  expect(await allowedHere()).toBe("on")
  expect([...world.known.keys()]).not.toEqual(before)
  expect(world.known.size).toBe(1)
})

test("one that the push service called gone is replaced", async () => {
  for (const one of world.known.values()) one.retired = true
  expect(await allowedHere()).toBe("confirming")
  expect(world.made).toBe(2)
})

test("a permission that was revoked is told to the server at the next open, as soon as there is a connection", async () => {
  world.permission("denied")
  world.held = null
  world.online = false
  expect(await allowedHere()).toBe("denied")
  world.online = true
  expect(await allowedHere()).toBe("denied")
  expect(world.known.size).toBe(0)
  world.asked = []
  await allowedHere()
  expect(world.asked).toEqual([])
})

test("who stopped reminders here is not subscribed again", async () => {
  await forbid()
  expect(world.known.size).toBe(0)
  expect(localStorage.getItem(MY_PUSH_ID)).toBeNull()
  expect(await allowedHere()).toBe("off")
  expect(world.made).toBe(1)
})

test("without a connection what was on stays on", async () => {
  world.online = false
  expect(await allowedHere()).toBe("on")
  expect(world.made).toBe(1)
})

test("prompts that were shown stayed in the tray for the next person on the phone", async () => {
  await allow()
  const close = vi.fn()
  world.tray = [{ close }]
  await unsubscribe()
  expect(world.held).toBeNull()
  expect(close).toHaveBeenCalledOnce()
})

test("a browser that cannot unsubscribe closes what it shows all the same", async () => {
  await allow()
  const close = vi.fn()
  world.tray = [{ close }]
  if (world.held) world.held.unsubscribe = () => Promise.reject(new Error("no push service"))
  await expect(unsubscribe()).rejects.toThrow("no push service")
  expect(close).toHaveBeenCalledOnce()
})
