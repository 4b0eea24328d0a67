import { expect, test } from "vitest"
import type { Slot } from "../../src/data/types"
import { occasions } from "../../src/reminders/occasions"

const delivery = (failure: string | null = null) =>
  ({ device: "Phone", sent_at: null, accepted_at: null, shown_at: null, opened_at: null, failure }) as never
const slot = (state: Slot["state"], more: Partial<Slot> = {}): Slot => ({
  local_date: "2026-11-22",
  due_at: "2026-11-22T20:00:00Z",
  slot_no: 0,
  about: null,
  state,
  reason: null,
  deliveries: [],
  ...more,
})
const words = (...slots: Slot[]) => occasions(slots).map(one => one.words)

test.each([
  ["sent", "asked, not answered"],
  ["accepted", "asked, not answered"],
  ["shown", "asked, not answered"],
  ["opened", "asked, not answered"],
  ["logged", "asked and answered"],
] as const)("a prompt that was %s is told as: %s", (state, told) => {
  expect(words(slot(state, { deliveries: [delivery()] }))).toEqual([told])
})

test("who was not asked is told why", () => {
  expect(words(slot("cancelled", { reason: "logged" }))).toEqual(["not asked: it was already answered"])
  expect(words(slot("cancelled", { reason: "quiet_hours" }))).toEqual(["not asked: quiet hours"])
  expect(words(slot("missed", { reason: "worker_away" }))).toEqual(["not asked: our server was away"])
  expect(words(slot("cancelled", { reason: "snoozed" }))).toEqual(["not asked: it was put off"])
  expect(words(slot("cancelled", { reason: "something new" }))).toEqual(["not asked: it could not be sent"])
})

test("a prompt, its follow-up and what was asked for later are one occasion", () => {
  const prompt = slot("shown", { deliveries: [delivery()] })
  expect(words(slot("cancelled", { slot_no: 1, reason: "logged" }), prompt)).toEqual(["asked and answered"])
  expect(words(prompt, slot("due", { slot_no: 2, due_at: "2026-11-22T22:30:00Z" }))).toEqual([
    "asked, and once more later",
  ])
  expect(words(prompt, slot("logged", { slot_no: 2 }))).toEqual(["asked and answered"])
})

test("each hour mark of a session is an occasion of its own", () => {
  const about = "t1"
  expect(words(slot("logged", { about }), slot("cancelled", { about, slot_no: 10, reason: "two_zeros" }))).toEqual([
    "asked and answered",
    "not asked: the soreness was over",
  ])
})

test("what no phone took was not asked", () => {
  expect(words(slot("sent", { deliveries: [delivery("gone")] }))).toEqual([
    "could not be delivered: the phone's push address had expired",
  ])
  expect(words(slot("cancelled", { reason: "no_device", deliveries: [delivery("refused")] }))).toEqual([
    "could not be delivered",
  ])
  expect(words(slot("shown", { deliveries: [delivery("gone"), delivery()] }))).toEqual(["asked, not answered"])
})

test.each(["accepted", "shown", "opened"] as const)(
  "the ledger says could not be delivered of a prompt that was %s, because the sending failed",
  state => {
    expect(words(slot(state, { deliveries: [delivery("unreachable")] }))).toEqual(["asked, not answered"])
  },
)

test("the ledger says could not be delivered while it is being sent", () => {
  expect(words(slot("claimed", { deliveries: [delivery("busy")] }))).toEqual([])
  expect(words(slot("due", { deliveries: [delivery("unreachable")] }))).toEqual([])
})

test("what is still to come is not told", () => {
  expect(words(slot("due"), slot("due", { local_date: "2026-11-23", due_at: "2026-11-23T20:00:00Z" }))).toEqual([])
})
