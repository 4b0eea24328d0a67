import { vi } from "vitest"
import type { Deleted, Entry, Payload, SyncAnswer, SyncOp, SyncResult } from "../../src/data/types"
import { PAT } from "../setup"

type Held = { versions: { base: number; op_id: string; entry: Entry | Deleted }[]; entry: Entry | Deleted }

/** An honest small model of the server's side of sync: revisions, versions, replays, conflicts, a page at a time. */
export class Server {
  epoch = "epoch-1"
  page = 3
  online = true
  /** Whose cookie the browser holds. */
  signedIn: { id: string; name: string } = { id: PAT, name: "Pat" }
  captive = false
  loseNextAnswer = false
  historyAway = false
  historyGone = false
  /** How often a session was ended. */
  ended = 0
  refuse: (op: SyncOp) => boolean = () => false
  /** What somebody on the way makes of an answer to sync: another one, or none. The server has done its part by then. */
  spoil: (answer: Response) => Response | Promise<Response> = answer => answer
  /** What it makes of a whole batch: a status to refuse it with. */
  refuseWhole: (ops: SyncOp[], patient: string) => number | undefined = () => undefined
  requests: { epoch: string | null; cursor: number; ops: SyncOp[] }[] = []
  private revision = 0
  private held = new Map<string, Held>()
  private seen = new Map<string, number>()

  /** Everything it keeps, for a judge. */
  get kept(): { op_id: string; entry: Entry | Deleted }[] {
    return [...this.held.values()].flatMap(({ versions }) => versions)
  }

  constructor(readonly patient: string) {
    vi.stubGlobal("fetch", (request: Request) => this.answer(request))
  }

  get entries(): (Entry | Deleted)[] {
    return [...this.held.values()].map(({ entry }) => entry)
  }
  entry(id: string): Entry | Deleted | undefined {
    return this.held.get(id)?.entry
  }
  versions(id: string): number {
    return this.held.get(id)?.versions.length ?? 0
  }
  backup(): () => void {
    const [held, seen, revision] = [structuredClone([...this.held]), [...this.seen], this.revision]
    return () => {
      this.held = new Map(structuredClone(held))
      this.seen = new Map(seen)
      this.revision = revision
      this.epoch += "'"
    }
  }

  /** What another device of this person writes. */
  write(id: string, base_version: number, payload: Payload): void {
    const occurred_at = "2026-11-20T20:00:00+01:00"
    this.take({
      op_id: crypto.randomUUID(),
      entry_id: id,
      base_version,
      occurred_at,
      captured_at: occurred_at,
      payload,
    })
  }
  /** What another device of this person deletes. */
  delete(entry_id: string, base_version: number): void {
    const captured_at = "2026-11-20T20:00:00+01:00"
    this.take({ op_id: crypto.randomUUID(), entry_id, base_version, captured_at, delete: true })
  }

  async answer(request: Request): Promise<Response> {
    if (!this.online) throw new TypeError("Failed to fetch")
    if (this.captive) return new Response("<h1>Welcome to the hotel</h1>", { headers: { "content-type": "text/html" } })
    const { pathname } = new URL(request.url)
    if (request.method === "DELETE") {
      this.ended++
      return new Response(null, { status: 204 })
    }
    if (pathname === "/api/v1/session") return json({ person: { ...this.signedIn, role: "patient", patient_id: null } })
    if (pathname.endsWith("/history")) return this.history(pathname.split("/").at(-2) ?? "")
    const { epoch, cursor, ops } = (await request.json()) as Server["requests"][number]
    this.requests.push({ epoch, cursor, ops })
    const whole = this.refuseWhole(ops, pathname.split("/")[4] ?? "")
    if (whole) return problem(whole, CODES[whole] ?? "trouble")
    if (pathname !== `/api/v1/patients/${this.patient}/sync`) return problem(404, "not_found")
    const results = ops.map(op => this.take(op))
    const from = epoch === this.epoch ? cursor : 0
    const changed = this.entries.filter(({ revision }) => revision > from).sort((a, b) => a.revision - b.revision)
    const page = changed.slice(0, this.page)
    if (this.loseNextAnswer) {
      this.loseNextAnswer = false
      throw new TypeError("the connection broke after the server had stored everything")
    }
    const said = {
      epoch: this.epoch,
      cursor: page.at(-1)?.revision ?? from,
      more: changed.length > page.length,
      results,
      entries: page,
    } satisfies SyncAnswer
    return this.spoil(json(said))
  }

  private history(id: string): Response {
    const held = this.held.get(id)
    if (this.historyAway) return problem(503, "away")
    if (!held || this.historyGone) return problem(404, "not_found")
    const items = held.versions.map(({ base, entry }, n) => ({
      ...entry,
      base_version: base,
      deleted: "deleted_at" in entry,
      unseen: held.versions.some((later, m) => m > n && later.base < entry.version),
    }))
    return json({ items })
  }

  take(op: SyncOp, recorded_by: Entry["recorded_by"] = { id: PAT, name: "Pat", role: "patient" }): SyncResult {
    const { op_id, entry_id, base_version } = op
    const replayed = this.seen.get(op_id)
    if (replayed) return { op_id, status: "duplicate", version: replayed }
    if (this.refuse(op)) {
      const body = {
        type: "about:blank",
        title: "no",
        status: 422,
        code: "not_valid",
        errors: [{ path: "occurred_at", code: "in_the_future" }],
      }
      return { op_id, status: "rejected", version: null, problem: body }
    }
    if (op.delete && !this.held.has(entry_id)) {
      const body = { type: "about:blank", title: "no", status: 404, code: "not_found" }
      return { op_id, status: "rejected", version: null, problem: body }
    }
    const held = this.held.get(entry_id)
    const current = held?.versions.length ?? 0
    const version = current + 1
    const revision = ++this.revision
    const entry: Entry | Deleted = op.delete
      ? { id: entry_id, version, revision, deleted_at: op.captured_at }
      : {
          id: entry_id,
          patient_id: this.patient,
          version,
          revision,
          occurred_at: op.occurred_at,
          ended_at: op.ended_at ?? null,
          captured_at: op.captured_at,
          received_at: op.captured_at,
          late: false,
          clock_wrong: false,
          recorded_by,
          payload: op.payload,
        }
    this.held.set(entry_id, { versions: [...(held?.versions ?? []), { base: base_version, op_id, entry }], entry })
    this.seen.set(op_id, version)
    return { op_id, status: base_version >= current ? "applied" : "conflict", version }
  }
}

const CODES: Record<number, string> = {
  400: "not_well_formed",
  404: "not_found",
  413: "too_large",
  422: "not_valid",
  503: "database_away",
}
export const json = (body: unknown) =>
  new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } })
export const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ type: "about:blank", title: code, status, code }), {
    status,
    headers: { "content-type": "application/problem+json" },
  })
