import { request as ask } from "node:http"
import { newId } from "../../src/data/outbox"
import type { Entry, Person, SyncOp } from "../../src/data/types"
import { Server } from "../data/server"
import { PAT, PATIENT } from "../setup"
import type { Content, Run } from "./judge"
import type { World } from "./phone"

/** The contract's server in memory. It refuses a score of 99, as the real one does. */
export function inMemory(): World {
  const server = new Server(PATIENT)
  server.refuse = op => JSON.stringify(op).includes('"average":99')
  let restore = server.backup()
  return {
    practice: practice(server),
    person: { id: PAT, name: "Pat", role: "patient", patient_id: PATIENT },
    reach: request => server.answer(request),
    backup: async () => {
      restore = server.backup()
    },
    restore: async () => {
      restore()
    },
    kept: async () => ({
      versions: server.kept.map(({ op_id, entry }) => ({
        op_id,
        entry_id: entry.id,
        version: entry.version,
        revision: entry.revision,
        content: "payload" in entry ? contentOf(entry) : null,
      })),
      entries: server.entries.map(entry => ({
        id: entry.id,
        version: entry.version,
        content: "payload" in entry ? contentOf(entry) : null,
      })),
    }),
  }
}

/** Its device sends again in its order what a restored server has forgotten, before anything new and in the end. */
function practice(server: Server): World["practice"] {
  const clara = { id: newId(), name: "Clara", role: "clinician" as const }
  const at = "2026-03-21T09:00:00+01:00"
  const ops: SyncOp[] = []
  const ids = [newId(), newId()]
  const made: Run["made"] = []
  const comesHome = () => {
    for (const op of ops) server.take(op, clara)
  }
  return {
    ids,
    made,
    comesHome,
    writes(n, average) {
      comesHome()
      const entry_id = ids[n % ids.length] as string
      const there = server.entry(entry_id)
      if (average === null && !(there && "payload" in there)) return
      const op = { op_id: newId(), entry_id, base_version: there?.version ?? 0, captured_at: at }
      const content = average === null ? null : { occurred_at: at, ended_at: null, payload: checkin(average) }
      ops.push(content ? { ...op, ...content } : { ...op, delete: true })
      made.push({ device: "practice", op_id: op.op_id, entry_id, content })
      comesHome()
    },
  }
}

const checkin = (average: number) => ({ kind: "checkin" as const, average })

/**
 * A real server: BACKSTORY_TEST_SERVER is its address and BACKSTORY_TEST_LOGIN and _PASSWORD a clinician's, who enrols a
 * new patient for every run. BACKSTORY_TEST_CONTROL, its keeper's address, answers POST /backup, POST /restore (the
 * server is up again by then) and GET /kept/<patient id> (the judge's "server").
 */
export async function real(server: string, control: string, login: string, password: string): Promise<World> {
  const clara = await speak(server, "POST", "/api/v1/session", { login, password })
  const { code } = JSON.parse((await speak(server, "POST", "/api/v1/enrolments", {}, clara.cookie)).text)
  const pat = { name: "Pat", login: `pat-${crypto.randomUUID()}`, password, share: true, zone: "Europe/Warsaw" }
  const joined = await speak(server, "POST", `/api/v1/enrolments/${code}`, pat)
  const { person } = JSON.parse(joined.text) as { person: Person }
  const keeper = async (method: string, path: string) => (await speak(control, method, path)).text
  await keeper("POST", "/backup")
  return {
    person,
    reach: async request => {
      const { pathname } = new URL(request.url)
      const body = request.method === "GET" ? undefined : JSON.parse(await request.text())
      const { text, status, type } = await speak(server, request.method, pathname, body, joined.cookie, false)
      return new Response(status === 204 ? null : text, { status, headers: { "content-type": type } })
    },
    backup: async () => void (await keeper("POST", "/backup")),
    restore: async () => void (await keeper("POST", "/restore")),
    kept: async () => JSON.parse(await keeper("GET", `/kept/${person.patient_id}`)) as Run["server"],
  }
}

const contentOf = ({ occurred_at, ended_at = null, payload }: Entry): NonNullable<Content> => {
  return { occurred_at, ended_at, payload }
}

type Said = { status: number; text: string; type: string; cookie: string }

/** Past the browser that the tests pretend to be: its fetch keeps another origin's words from us. */
function speak(at: string, method: string, path: string, body?: unknown, cookie = "", strict = true): Promise<Said> {
  return new Promise((done, fail) => {
    const headers = { "content-type": "application/json", ...(cookie && { cookie }) }
    const asking = ask(new URL(path, at), { method, headers }, answer => {
      const parts: Buffer[] = []
      answer.on("data", part => parts.push(part))
      answer.on("error", fail)
      answer.on("end", () => {
        const { statusCode: status = 0, headers } = answer
        const text = Buffer.concat(parts).toString()
        if (strict && status >= 300) return fail(new Error(`${method} ${path}: ${status} ${text}`))
        const set = (headers["set-cookie"] ?? []).map(one => one.split(";")[0]).join("; ")
        done({ status, text, type: headers["content-type"] ?? "", cookie: set })
      })
    })
    asking.on("error", fail)
    asking.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
