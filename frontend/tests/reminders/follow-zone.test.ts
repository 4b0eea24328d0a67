import { beforeEach, expect, test, vi } from "vitest"
import { keepDocument } from "../../src/data/documents"
import { SETTINGS } from "../../src/data/reminders"
import { followZone } from "../../src/reminders/follow-zone"
import { freshPhone } from "../setup"

const settings = { quiet_from: "22:00", quiet_to: "07:00", away_from: null, away_until: null, follow_up_minutes: null }
let server: Record<string, unknown>
let asked: string[]

beforeEach(async () => {
  await freshPhone()
  asked = []
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(request.method)
    if (request.method === "PUT") server = await request.json()
    return Response.json(server)
  })
})

test("who agreed is asked at the clock time of where the phone is now, and nothing else changes", async () => {
  server = { ...settings, zone: "America/New_York", follow_zone: true }
  await followZone()
  expect(server).toEqual({ ...settings, zone: "Europe/Warsaw", follow_zone: true })
  await followZone()
  expect(asked).toEqual(["GET", "PUT"])
})

test("who did not agree keeps the zone, and nobody is asked again", async () => {
  server = { ...settings, zone: "America/New_York", follow_zone: false }
  await followZone()
  await followZone()
  expect(asked).toEqual(["GET"])
})

test("who took the consent back on another phone is not followed", async () => {
  await keepDocument(SETTINGS, { ...settings, zone: "America/New_York", follow_zone: true })
  server = { ...settings, zone: "America/New_York", follow_zone: false }
  await followZone()
  expect(asked).toEqual(["GET"])
})
