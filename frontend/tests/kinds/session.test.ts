import { expect, test } from "vitest"
import type { Entry, TreatedArea, Treatment } from "../../src/data/types"
import {
  begin,
  ghosts,
  lastTime,
  missing,
  payloadOf,
  remember,
  reopen,
  takeAway,
  tell,
  work,
  workAgain,
} from "../../src/kinds/treatment/session"

const LEFT = { region: "lumbar", side: "left" } as const
const RIGHT = { region: "lumbar", side: "right" } as const
const area = (some: Partial<TreatedArea> = {}): TreatedArea => ({
  ...LEFT,
  technique: "trigger_point",
  tool: "elbow",
  seconds: 20,
  pressure: 4,
  response: "too_much",
  ...some,
})
const recorded = (areas: TreatedArea[], id = "before"): Entry<Treatment> => ({
  id,
  patient_id: "p",
  occurred_at: "2026-11-15T10:00:00+01:00",
  version: 3,
  revision: 1,
  captured_at: "2026-11-15T10:00:00+01:00",
  payload: { kind: "treatment", areas, notes: "", plan: "" },
})
const fresh = () => begin("now", new Date("2026-11-22T10:00:00+01:00"))

test("the tool stays in the hand; seconds, pressure and the answer do not", () => {
  const first = tell(work(fresh(), LEFT), {
    tool: "elbow",
    technique: "friction",
    seconds: 20,
    pressure: 4,
    response: "ok",
  })
  const second = work(first, RIGHT)
  expect(second.areas[1]).toEqual({ ...RIGHT, technique: "friction", tool: "elbow" })
})

test("nothing is chosen for the first place", () => {
  expect(missing(work(fresh(), LEFT).areas[0] as TreatedArea)).toEqual(["seconds", "pressure", "tool"])
})

test("last time's places are offered and none of their answers copied", () => {
  const session = remember(fresh(), recorded([area(), area({ pressure: 2 }), area(RIGHT)]))
  expect(ghosts(session)).toHaveLength(2)
  const taken = work(session, ghosts(session)[0] as TreatedArea)
  expect(taken.areas).toEqual([{ ...LEFT, technique: "trigger_point", tool: undefined }])
  expect(ghosts(taken).map(({ side }) => side)).toEqual(["right"])
  expect(lastTime(taken, LEFT)).toHaveLength(2)
})

test("a second tap goes back to the place; working there again is said", () => {
  const session = work(work(work(fresh(), LEFT), RIGHT), LEFT)
  expect([session.areas.length, session.current]).toEqual([2, 0])
  const again = workAgain(session, LEFT)
  expect([again.areas.length, again.current]).toEqual([3, 2])
  expect(work(again, LEFT).current).toBe(2)
})

test("too much is kept with the place where it was said", () => {
  const session = tell(work(work(fresh(), LEFT), RIGHT), { response: "too_much" })
  expect(session.areas.map(({ response }) => response)).toEqual([undefined, "too_much"])
})

test("an unfinished place holds the session back, an answer that nobody gave does not", () => {
  const open = tell(work(fresh(), LEFT), { seconds: 0, pressure: 1 })
  expect(payloadOf(open)).toBeNull()
  const done = tell(open, { tool: "fingers" })
  expect(payloadOf(done)?.areas?.[0]).not.toHaveProperty("response")
  expect(payloadOf(takeAway(open, 0))).toBeNull()
  expect(payloadOf({ ...fresh(), notes: " only words " })).toEqual({
    kind: "treatment",
    areas: [],
    notes: "only words",
    plan: "",
  })
})

test("a recorded session is changed on its own version and is not its own last time", () => {
  const entry = recorded([area()])
  const session = reopen(entry)
  expect(session).toMatchObject({ id: "before", version: 3, occurred_at: entry.occurred_at })
  expect(remember(session, entry).last).toBeNull()
  expect(payloadOf(session)?.areas).toEqual([area()])
})
