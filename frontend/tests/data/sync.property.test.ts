import fc from "fast-check"
import { expect, test } from "vitest"
import { rejected, waiting } from "../../src/data/changes"
import { newest } from "../../src/data/entries"
import { newId, remove, save } from "../../src/data/outbox"
import { sync } from "../../src/data/sync"
import type { Draft, Person } from "../../src/data/types"
import { freshPhone, PAT, PATIENT } from "../setup"
import { Server } from "./server"

const pat: Person = { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT }
const score = fc.integer({ min: 0, max: 10 })
const which = fc.nat({ max: 3 })
const step = fc.oneof(
  fc.record({ does: fc.constant("writes" as const), which, score }),
  fc.record({ does: fc.constant("deletes" as const), which }),
  fc.record({
    does: fc.constant("sends" as const),
    meets: fc.constantFrom("server", "nobody", "hotel", "lost answer"),
  }),
  fc.record({ does: fc.constant("writes elsewhere" as const), which, score }),
)

test("whatever the connection does, phone and server end with the same diary and the last word of the phone in it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
      await freshPhone()
      const server = new Server(PATIENT)
      const ids = [newId(), newId(), newId(), newId()]
      const lastWord = new Map<string, number | "deleted">()
      const draft = (n: number, average: number): Draft => ({
        id: ids[n] as string,
        patient_id: PATIENT,
        occurred_at: "2026-11-22T20:15:00+01:00",
        payload: { kind: "checkin", average },
      })

      for (const one of steps) {
        if (one.does === "writes") {
          await save(draft(one.which, one.score))
          lastWord.set(ids[one.which] as string, one.score)
        } else if (one.does === "deletes") {
          await remove(draft(one.which, 0))
          if (lastWord.has(ids[one.which] as string)) lastWord.set(ids[one.which] as string, "deleted")
        } else if (one.does === "writes elsewhere") {
          const id = ids[one.which] as string
          if (server.versions(id) === 0) continue // another device knows an entry only from the server
          server.write(id, server.versions(id), { kind: "checkin", average: one.score })
          lastWord.delete(id) // whose word is last is then a matter of arrival
        } else {
          server.online = one.meets !== "nobody"
          server.captive = one.meets === "hotel"
          server.loseNextAnswer = one.meets === "lost answer"
          await sync(pat).catch(() => undefined)
        }
      }
      Object.assign(server, { online: true, captive: false, loseNextAnswer: false })
      await sync(pat)

      expect([waiting.value, rejected.value]).toEqual([0, 0])
      const here = (await newest(PATIENT, 100)).map(({ id, version, payload }) => ({ id, version, payload }))
      const there = server.entries.flatMap(entry =>
        "payload" in entry ? [{ id: entry.id, version: entry.version, payload: entry.payload }] : [],
      )
      const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
      expect(here.sort(byId)).toEqual(there.sort(byId))
      for (const [id, word] of lastWord) {
        const found = there.find(entry => entry.id === id)
        expect(found ? found.payload : "deleted").toEqual(
          word === "deleted" ? "deleted" : { kind: "checkin", average: word },
        )
      }
    }),
    { numRuns: 200 },
  )
}, 60_000)
