import fc from "fast-check"
import { expect } from "vitest"
import type { Draft } from "../../src/data/types"
import type { Run } from "./judge"
import { LINES, type Line, type Made, type Phone, type World } from "./phone"

export type Practice = { world: World; phones: Phone[]; ids: string[] }
type Told = Record<string, never>
type Step = fc.AsyncCommand<Told, Practice>

const PHONES = 3
const ENTRIES = 4
/** No score: the server refuses it, and the person corrects it or gives it up. */
const REFUSED = 99

const phone = fc.nat({ max: PHONES - 1 })
const entry = fc.nat({ max: ENTRIES - 1 })
const score = fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 10 }) }, { weight: 1, arbitrary: fc.constant(REFUSED) })
const line = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Line>("up") },
  { weight: 8, arbitrary: fc.constantFrom<Line>(...LINES) },
)

/** What people, phones, networks and servers do to a diary. */
export const steps = (most: number) =>
  fc.commands(
    [
      fc.tuple(phone, entry, score).map(
        told("writes", async ([at, n, average], { phones, ids, world }) => {
          await write(one(phones, at), draft(world, ids, n, average))
        }),
      ),
      fc.tuple(phone, entry).map(
        told("deletes", async ([at, n], { phones, ids, world }) => {
          const it = one(phones, at)
          await change(it, one(ids, n), () => it.outbox.remove(draft(world, ids, n, 0)))
        }),
      ),
      fc.tuple(phone, line).map(
        told("sends", async ([at, how], { phones }) => {
          await one(phones, at).sync(how)
        }),
      ),
      fc.tuple(phone, line, entry, score).map(
        told("writes while it sends", async ([at, how, n, average], { phones, ids, world }) => {
          const it = one(phones, at)
          await it.sync(how, () => write(it, draft(world, ids, n, average)))
        }),
      ),
      fc.tuple(phone).map(
        told("sends from two tabs", async ([at], { phones }) => {
          const it = one(phones, at)
          await it.sync("up", () => it.sync("up"))
        }),
      ),
      fc.tuple(phone, fc.boolean()).map(
        told("looks at what was refused", async ([at, again], { phones }) => {
          const it = one(phones, at)
          for (const { op_id } of await it.refusedOps()) {
            if (again) await it.outbox.sendAgain(op_id)
            else await it.outbox.giveUp(op_id).then(() => forgive(it, op_id))
          }
        }),
      ),
      fc.tuple(phone).map(
        told("is killed", async ([at], { phones }) => {
          await one(phones, at).open()
        }),
      ),
      fc.tuple(phone).map(
        told("loses its database", async ([at], { phones }) => {
          await one(phones, at).lose()
        }),
      ),
      fc
        .tuple(fc.nat({ max: 1 }), fc.option(fc.nat({ max: 10 }), { freq: 1 }))
        .map(told("practice writes", async ([n, average], { world }) => world.practice?.writes(n, average))),
      fc.tuple(phone).map(
        told("hears of the practice's deletion, which a restore takes back", async ([at], { world, phones, ids }) => {
          world.practice?.writes(0, 5)
          await world.backup()
          world.practice?.writes(0, null)
          await one(phones, at).sync("up")
          await restore({ world, phones, ids })
          await enter(one(phones, at)).sync("up")
        }),
      ),
      fc.tuple().map(told("server is backed up", async (_, { world }) => world.backup())),
      fc.tuple().map(told("server is restored", async (_, practice) => restore(practice))),
    ],
    { maxCommands: most, size: "max" },
  )

/** Everybody comes home and has a good connection. Restores and phones that offer what was lost need some rounds. */
export async function atRest({ world, phones }: Practice): Promise<Run> {
  world.practice?.comesHome()
  for (let round = 0; round < 4; round++) for (const it of phones) await enter(it).sync("up")
  const server = await world.kept()
  const there = new Set(server.versions.map(({ op_id }) => op_id))
  const made = phones.flatMap(({ name, made }) =>
    [...made]
      .sort(([, one], [, other]) => one.seq - other.seq)
      .filter(([op_id, op]) => there.has(op_id) || !(op.optional || wasCorrected(op, made)))
      .map(([op_id, { entry_id, content }]) => ({ device: name, op_id, entry_id, content })),
  )
  made.push(...(world.practice?.made ?? []))
  const devices = []
  for (const it of phones) devices.push(await it.shown())
  return { made, server, devices }
}

const one = <T>(some: T[], n: number): T => some[n % some.length] as T

function told<T extends unknown[]>(does: string, run: (parts: T, real: Practice) => Promise<void>) {
  return (parts: T): Step => ({
    check: () => true,
    run: async (_, real) => {
      if (typeof parts[0] === "number") enter(one(real.phones, parts[0]))
      await run(parts, real)
    },
    toString: () => `${does}(${parts.join(", ")})`,
  })
}

const enter = (it: Phone): Phone => {
  it.enter()
  return it
}

async function restore({ world, phones }: Practice): Promise<void> {
  await world.restore()
  for (const it of phones) await it.excuse()
}

const draft = ({ person }: World, ids: string[], n: number, average: number): Draft => ({
  id: one(ids, n),
  patient_id: person.patient_id ?? "",
  occurred_at: "2026-03-22T20:15:00+01:00",
  payload: { kind: "checkin", average },
})

async function write(it: Phone, entry: Draft): Promise<void> {
  await change(it, entry.id, () => it.outbox.save(entry))
  const newest = [...it.made.values()].filter(({ entry_id }) => entry_id === entry.id).sort((a, b) => b.seq - a.seq)[0]
  expect(newest?.content?.payload, "lost while it was saved").toEqual(entry.payload)
}

/** Refused when another of the same entry stood behind it already, or a deletion of nothing that was then undone. */
const wasCorrected = (op: Made, made: Map<string, Made>) =>
  (isRefused(op) || op.content === null) &&
  [...made.values()].some(({ entry_id, seq }) => entry_id === op.entry_id && seq > op.seq)

const isRefused = ({ content }: Made) => content?.payload.kind === "checkin" && content.payload.average === REFUSED

/** A person's next word on an entry takes the place of the one that the server would not have. */
async function change(it: Phone, entryId: string, words: () => Promise<void>): Promise<void> {
  for (const op of it.made.values()) if (op.entry_id === entryId && isRefused(op)) op.optional = true
  await it.change(entryId, words)
}

function forgive(it: Phone, opId: string): void {
  const op = it.made.get(opId)
  if (op) op.optional = true
}
