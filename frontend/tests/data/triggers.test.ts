import fc from "fast-check"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { Offline, Problem } from "../../src/data/api"
import { waiting } from "../../src/data/changes"
import { sync } from "../../src/data/sync"
import { backoff, keepInSync, stopSync, syncSoon } from "../../src/data/triggers"
import type { Person } from "../../src/data/types"

vi.mock("../../src/data/sync", () => ({ sync: vi.fn() }))

const pat: Person = { id: "pat", name: "Pat", role: "patient", patient_id: "p" }
const tried = vi.mocked(sync)
const register = vi.fn(async () => undefined)
const shows = (state: "visible" | "hidden") => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true })
  document.dispatchEvent(new Event("visibilitychange"))
}
const connects = (online: boolean) => {
  Object.defineProperty(navigator, "onLine", { value: online, configurable: true })
  dispatchEvent(new Event(online ? "online" : "offline"))
}
const away = (retryAfter: number | null) =>
  new Problem({ type: "about:blank", title: "away", status: 503, code: "away" }, retryAfter)
/** A day without a touch. */
const aDay = () => vi.advanceTimersByTimeAsync(24 * 60 * 60_000)
const soon = () => vi.advanceTimersByTimeAsync(1)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] })
  Object.defineProperty(navigator, "serviceWorker", {
    value: { getRegistration: async () => ({ sync: { register } }) },
    configurable: true,
  })
  tried.mockReset()
  register.mockClear()
})
afterEach(() => {
  stopSync()
  shows("visible")
  connects(true)
  waiting.value = 0
})

test("the wait after a failure is between half and all of a doubling that ends at five minutes", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (failed, random) => {
      const full = Math.min(300_000, 2_000 * 2 ** (failed - 1))
      const wait = backoff(failed, () => random)
      expect(wait).toBeGreaterThanOrEqual(full / 2)
      expect(wait).toBeLessThanOrEqual(full)
    }),
  )
})

test("a day without an answer costs a try every few minutes, not more", async () => {
  tried.mockRejectedValue(new Offline("no answer"))
  keepInSync(pat)
  await aDay()
  expect(tried.mock.calls.length).toBeGreaterThan(24 * 12)
  expect(tried.mock.calls.length).toBeLessThan(24 * 24 + 20)
})

for (const [where, leave, comeBack] of [
  ["out of sight", () => shows("hidden"), () => shows("visible")],
  ["without a connection", () => connects(false), () => connects(true)],
] as const) {
  test(`${where} nothing ticks after a failure; coming back is what tries again`, async () => {
    leave()
    tried.mockRejectedValue(new Offline("no answer"))
    keepInSync(pat)
    await aDay()
    expect(tried).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
    comeBack()
    expect(tried).toHaveBeenCalledTimes(2)
  })

  test(`a retry that was planned is given up ${where}`, async () => {
    tried.mockRejectedValue(new Offline("no answer"))
    keepInSync(pat)
    await soon()
    expect(vi.getTimerCount()).toBe(1)
    leave()
    expect(vi.getTimerCount()).toBe(0)
  })
}

test("the worker is asked to send after a failure, and when somebody leaves with words that wait", async () => {
  tried.mockRejectedValueOnce(new Offline("no answer")).mockResolvedValue(undefined)
  keepInSync(pat)
  await soon()
  expect(register).toHaveBeenCalledExactlyOnceWith("outbox")
  shows("hidden")
  await soon()
  expect(register).toHaveBeenCalledOnce()
  waiting.value = 1
  shows("hidden")
  await soon()
  expect(register).toHaveBeenCalledTimes(2)
})

test("a server that asks for silence gets it, whatever is tapped; for an hour at most", async () => {
  tried.mockRejectedValueOnce(away(60)).mockRejectedValueOnce(away(1e9)).mockResolvedValue(undefined)
  keepInSync(pat)
  await soon()
  syncSoon()
  connects(true)
  await vi.advanceTimersByTimeAsync(59_000)
  expect(tried).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(tried).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(3_590_000)
  expect(tried).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(tried).toHaveBeenCalledTimes(3)
  expect(vi.getTimerCount()).toBe(0)
})

test("calls made while one is under way become one more run", async () => {
  let finish = () => {}
  tried.mockReturnValueOnce(new Promise<void>(done => (finish = done))).mockResolvedValue(undefined)
  keepInSync(pat)
  for (let n = 0; n < 9; n++) syncSoon()
  finish()
  await soon()
  expect(tried).toHaveBeenCalledTimes(2)
})
