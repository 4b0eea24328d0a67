import { expect, test } from "vitest"
import type { Entry } from "../../src/data/types"
import { clockInDoubt } from "../../src/entry/clock-words"

const late = (some: Partial<Entry>) =>
  clockInDoubt({
    occurred_at: "2026-11-10T20:00:00+01:00",
    captured_at: "2026-11-13T20:00:00+01:00",
    received_at: "2026-11-13T19:00:05Z",
    version: 1,
    late: true,
    ...some,
  } as Entry)

test("what was written late says by how many days", () => {
  expect(late({})).toEqual(["written 3 days later"])
  expect(late({ late: false })).toEqual([])
})

test("'written N days later' is wrong after an edit: only that it was late stays", () => {
  const edited = { captured_at: "2026-11-20T20:00:00+01:00", received_at: "2026-11-20T19:00:05Z", version: 2 }
  expect(late(edited)).toEqual(["written days later"])
})

test("an edit that still waits does not make it later", () => {
  expect(late({ captured_at: "2026-11-20T20:00:00+01:00" })).toEqual(["written 3 days later"])
})

test("a clock that was ahead counts to when it arrived", () => {
  const ahead = { captured_at: "2099-01-01T20:00:00+01:00", clock_wrong: true }
  expect(late(ahead)).toEqual(["written 3 days later", "the phone’s clock was ahead"])
})
