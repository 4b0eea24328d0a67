import { database, type WaitingOp } from "./db"
import type { Entry } from "./types"

export type UnsentChange = { op: WaitingOp; entry: Entry | null; state: "waiting" | "sending" | "rejected" }
export type Unsent = { changes: UnsentChange[]; drafts: HalfWritten[] }
export type HalfWritten = { name: string; value: unknown }

/** What only this phone has: the last words of each entry, newest first, and the half-written pages. */
export async function unsent(): Promise<Unsent> {
  const tx = (await database()).transaction(["outbox", "drafts"])
  const last = new Map((await tx.objectStore("outbox").getAll()).map(op => [op.entry_id, op]))
  const kept = tx.objectStore("drafts")
  const [names, values] = await Promise.all([kept.getAllKeys(), kept.getAll()])
  const drafts = names.map((name, n) => ({ name: String(name), value: values[n] }))
  const changes = [...last.values()]
    .sort((one, other) => when(other) - when(one) || other.seq - one.seq)
    .map(op => ({ op, entry: asEntry(op), state: op.state === "sent" ? ("sending" as const) : op.state }))
  return { changes, drafts }
}

export function asEntry(op: WaitingOp): Entry | null {
  if (op.content === "delete") return null
  const { entry_id: id, patient_id, captured_at, base_version: version } = op
  return { id, patient_id, captured_at, version, revision: 0, ...op.content }
}

/** Everything that a change holds, to be copied or kept elsewhere. Whoever reads it has no app at hand. */
export function asText(op: WaitingOp): string {
  if (op.content === "delete") return lines({ deleted: op.captured_at, entry: op.entry_id }).join("\n")
  const { occurred_at, ended_at, payload } = op.content
  const { kind, ...said } = payload
  return [kind, ...lines({ time: occurred_at, ended: ended_at, written: op.captured_at, ...said })].join("\n")
}

/** A half-written page has a form of its own for each screen: what is in it is told as it stands. */
export const draftAsText = (value: unknown): string =>
  typeof value === "object" && value ? lines(value).join("\n") : String(value ?? "")

function lines(said: object, indent = ""): string[] {
  return Object.entries(said).flatMap(([name, value]) => {
    const title = `${indent}${/^\d+$/.test(name) ? Number(name) + 1 : name.replaceAll("_", " ")}:`
    if (value === null || value === undefined || value === "") return []
    if (typeof value !== "object") return [`${title} ${String(value).replaceAll("\n", `\n${indent}  `)}`]
    const inner = lines(value, `${indent}  `)
    return inner.length > 0 ? [title, ...inner] : []
  })
}

const when = ({ content, captured_at }: WaitingOp) =>
  Date.parse(content === "delete" ? captured_at : content.occurred_at)
