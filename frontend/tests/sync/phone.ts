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

/** `optional`: the person has taken it back, or the phone that held it is gone; the server may have it all the same. */
export type Made = { seq: number; entry_id: string; content: Content; optional: boolean }

export type World = {
  person: Person
  /** Whatever the server says to this phone's request. */
  reach(request: Request): Promise<Response>
  backup(): Promise<void>
  restore(): Promise<void>
  kept(): Promise<Run["server"]>
}

/** A new database counts from 1 again. */
const ONE_LIFE = 1_000_000
const never = new Promise<never>(() => undefined)

/** One phone with a database of its own, running the app's own modules: a tab that is killed leaves the database alone. */
export class Phone {
  line: Line = "up"
  /** Every change that was ever put on the wire, in the order in which it was made. */
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
    for (const op of this.made.values()) op.optional = true
    await this.closeTab()
    this.factory = new IDBFactory()
    this.lives++
    await this.open()
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
    const db = await this.app.db.database()
    for (const { op_id } of ops) {
      const op = await db.getFromIndex("outbox", "op", op_id)
      if (!op) throw new Error("a change is sent that this phone does not hold")
      const { seq, entry_id, content } = op
      const optional = this.made.get(op_id)?.optional ?? false
      this.made.set(op_id, {
        seq: this.lives * ONE_LIFE + seq,
        entry_id,
        content: content === "delete" ? null : content,
        optional,
      })
    }
  }
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
