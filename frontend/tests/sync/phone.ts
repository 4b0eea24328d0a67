import { IDBFactory } from "fake-indexeddb"
import { vi } from "vitest"
import type { WaitingOp } from "../../src/data/db"
import type { Entry, Person, SyncOp } from "../../src/data/types"
import { freshLocks } from "../setup"
import type { Content, Run } from "./judge"

/** What the network and whoever sits in it make of one request. */
export const LINES = [
  "up",
  "offline",
  "lost",
  "cut",
  "short",
  "hotel",
  "html",
  "away",
  "twice",
  "killed before",
  "killed after",
] as const
export type Line = (typeof LINES)[number]

/** `optional`: the person has taken it back, or all that held it is gone; the server may have it all the same. */
export type Made = { seq: number; entry_id: string; content: Content; optional: boolean }

export type World = {
  person: Person
  /** Whatever the server says to this phone's request. */
  reach(request: Request): Promise<Response>
  backup(): Promise<void>
  restore(): Promise<void>
  kept(): Promise<Run["server"]>
  /** What the practice writes for this patient, or deletes again: no phone of the patient's has a word in it. */
  practice?: { ids: string[]; made: Run["made"]; writes(n: number, average: number | null): void; comesHome(): void }
}

/** A new database counts from 1 again. */
const ONE_LIFE = 1_000_000
const never = new Promise<never>(() => undefined)

/** One phone with a database of its own, running the app's own modules: a tab that is killed leaves the database alone. */
export class Phone {
  line: Line = "up"
  /** Every change that was ever saved here or put on the wire. */
  readonly made = new Map<string, Made>()
  private factory = new IDBFactory()
  private lives = 0
  private app!: Awaited<ReturnType<typeof load>>

  constructor(
    readonly name: string,
    private readonly world: World,
  ) {}

  /** A tab is opened: on the phone that was there, with nothing of an earlier tab in its memory. */
  async open(): Promise<this> {
    await this.closeTab()
    this.enter()
    this.app = await load()
    await this.app.db.openFor(this.world.person.id)
    return this
  }

  /** The database is gone, and with it what was never sent. */
  async lose(): Promise<void> {
    await this.closeTab()
    this.factory = new IDBFactory()
    this.lives++
    await this.excuse()
    await this.open()
  }

  /** What an earlier database held and the server does not have, or has no more, nobody can bring back. */
  async excuse(): Promise<void> {
    const there = new Set((await this.world.kept()).versions.map(({ op_id }) => op_id))
    for (const [op_id, op] of this.made) if (op.seq < this.lives * ONE_LIFE && !there.has(op_id)) op.optional = true
  }

  /** From the moment in which it is saved a change counts, but for one that these words take the place of. */
  async change(entryId: string, words: () => Promise<void>): Promise<void> {
    const replaced = await this.lastOf(entryId)
    await words()
    const last = await this.lastOf(entryId)
    const before = replaced && this.made.get(replaced.op_id)
    if (before && replaced.state !== "sent" && !(await this.opOf(replaced.op_id))) before.optional = true
    if (last) this.keep(last)
  }

  enter(): void {
    vi.stubGlobal("indexedDB", this.factory)
    vi.stubGlobal("fetch", (request: Request) => this.send(request))
    freshLocks()
  }

  get outbox() {
    return this.app.outbox
  }

  /** True when the tab was killed on the way and has to be opened again. */
  async sync(line: Line, meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    this.line = line
    let killed = false
    const death = new Promise<void>(done => {
      this.die = () => {
        killed = true
        done()
      }
    })
    const syncing = this.app.sync.sync(this.world.person).catch(() => undefined)
    await meanwhile()
    await Promise.race([syncing, death])
    this.line = "up"
    if (killed) await this.open()
  }

  async shown(): Promise<Run["devices"][number]> {
    const db = await this.app.db.database()
    const ops = await db.getAll("outbox")
    const idsOf = (wanted: (op: WaitingOp) => boolean) => ops.filter(wanted).map(({ op_id }) => op_id)
    return {
      name: this.name,
      entries: (await db.getAll("entries")).map(stored => ({
        id: stored.id,
        version: stored.version,
        content: "payload" in stored ? contentOf(stored) : null,
      })),
      waiting: idsOf(({ state }) => state !== "rejected"),
      rejected: idsOf(({ state }) => state === "rejected"),
    }
  }

  refusedOps = async () => (await this.app.outbox.refused()).map(({ op }) => op)

  private die: () => void = () => undefined

  private async closeTab(): Promise<void> {
    if (!this.app) return
    this.enter()
    ;(await this.app.db.database()).close()
  }

  private async send(request: Request): Promise<Response> {
    if (this.line === "offline") throw new TypeError("Failed to fetch")
    const carries = request.method === "POST" && request.url.endsWith("/sync")
    if (!carries) return this.line === "hotel" ? html() : this.world.reach(request)
    await this.note((await request.clone().json()).ops)
    switch (this.line) {
      case "html": // the sign-in page came up in between
        return html()
      case "away":
        return new Response("<h1>Back soon</h1>", { status: 503, headers: { "content-type": "text/html" } })
      case "killed before":
        this.die()
        return never
      case "killed after":
        await this.world.reach(request)
        this.die()
        return never
      case "twice":
        await this.world.reach(request.clone())
        return this.world.reach(request)
    }
    const answer = await this.world.reach(request)
    if (this.line === "lost") throw new TypeError("Failed to fetch")
    if (this.line === "cut") return json((await answer.text()).slice(0, -20))
    if (this.line === "short") {
      const { results, ...rest } = await answer.json()
      return json(JSON.stringify({ ...rest, results: results?.slice(1) }))
    }
    return answer
  }

  private async note(ops: SyncOp[]): Promise<void> {
    for (const { op_id } of ops) {
      const op = await this.opOf(op_id)
      if (!op) throw new Error("a change is sent that this phone does not hold")
      this.keep(op)
    }
  }

  private keep({ op_id, seq, entry_id, content }: WaitingOp): void {
    const optional = this.made.get(op_id)?.optional ?? false
    const made = { entry_id, content: content === "delete" ? null : content, optional }
    this.made.set(op_id, { ...made, seq: this.lives * ONE_LIFE + seq })
  }

  private opOf = async (op_id: string) => (await this.app.db.database()).getFromIndex("outbox", "op", op_id)

  private lastOf = async (entryId: string) =>
    (await (await this.app.db.database()).getAllFromIndex("outbox", "entry", entryId)).at(-1)
}

async function load() {
  vi.resetModules()
  const [db, outbox, sync] = await Promise.all([
    import("../../src/data/db"),
    import("../../src/data/outbox"),
    import("../../src/data/sync"),
  ])
  return { db, outbox, sync }
}

const contentOf = ({ occurred_at, ended_at = null, payload }: Entry) => ({
  occurred_at,
  ended_at,
  payload,
})
const html = () => new Response("<h1>Welcome to the hotel</h1>", { headers: { "content-type": "text/html" } })
const json = (text: string) => new Response(text, { headers: { "content-type": "application/json" } })
