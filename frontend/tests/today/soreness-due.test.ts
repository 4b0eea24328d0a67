import { expect, test } from "vitest"
import type { Entry, Payload } from "../../src/data/types"
import { sorenessDue } from "../../src/today/soreness-due"
import { PATIENT } from "../setup"

const SESSION = Date.parse("2026-11-20T10:00:00Z")
const after = (hours: number) => new Date(SESSION + hours * 3_600_000)
const at = (hours: number, payload: Payload): Entry => ({
  id: crypto.randomUUID(),
  patient_id: PATIENT,
  version: 1,
  revision: 1,
  occurred_at: after(hours).toISOString(),
  captured_at: after(hours).toISOString(),
  payload,
})
const session = at(0, { kind: "treatment" })
const sore = (hours: number, score: number) => at(hours, { kind: "soreness", score })

test("nothing is asked in the first day after a session", () => {
  expect(sorenessDue([session], after(23).getTime())).toBeNull()
})

test("soreness is asked after one, two and three days", () => {
  for (const hours of [24, 50, 73]) expect(sorenessDue([session], after(hours).getTime())?.treatment).toBe(session)
})

test("an answer settles the question until the next one", () => {
  expect(sorenessDue([sore(25, 4), session], after(30).getTime())).toBeNull()
  expect(sorenessDue([sore(25, 4), session], after(49).getTime())).not.toBeNull()
})

test("two zeros end the asking", () => {
  expect(sorenessDue([sore(49, 0), sore(25, 0), session], after(73).getTime())).toBeNull()
})

test("nobody is asked for ever", () => {
  expect(sorenessDue([session], after(97).getTime())).toBeNull()
})
