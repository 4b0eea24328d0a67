import type { WaitingOp } from "../../src/data/db"

export type Content = Exclude<WaitingOp["content"], "delete"> | null
export type Run = {
  made: { device: string; op_id: string; entry_id: string; content: Content }[]
  server: {
    versions: { op_id: string; entry_id: string; version: number; revision: number; content: Content }[]
    entries: { id: string; version: number; content: Content }[]
  }
  devices: {
    name: string
    entries: { id: string; version: number; content: Content }[]
    waiting: string[]
    rejected: string[]
  }[]
}

/**
 * The promises of tests/sync/oracle.py, for runs that have no Python at hand: lost, doubled, invented, altered, a hole
 * in a history, an entry that is not its last version, a phone that shows something else. One line for each broken one.
 */
export function broken({ made, server, devices }: Run): string[] {
  const said: string[] = []
  const versions = [...server.versions].sort((one, other) => one.revision - other.revision)
  const stored = new Map(versions.map(version => [version.op_id, version]))
  const last = new Map(versions.map(version => [version.entry_id, version]))
  const ops = new Map(made.map(op => [op.op_id, op]))
  const shown = new Set(devices.flatMap(({ rejected }) => rejected))

  if (stored.size < versions.length) said.push("doubled: an op is on the server more than once")
  for (const { op_id } of versions) if (!ops.has(op_id)) said.push(`invented: ${op_id}`)
  for (const { op_id, entry_id, content, device } of made) {
    const kept = stored.get(op_id)
    if (kept && !same(kept.content, content)) said.push(`altered: ${op_id} of ${device}`)
    if (kept && shown.has(op_id)) said.push(`contradicted: ${op_id} of ${device}`)
    const asksNothing = content === null && !last.get(entry_id)?.content
    if (!kept && !shown.has(op_id) && !asksNothing) said.push(`lost: ${op_id} of ${device} ${JSON.stringify(content)}`)
  }
  // A phone's own newer words lie on top of its older ones, also after a restore.
  const order = new Map(made.map(({ op_id, device }, n) => [op_id, { device, n }]))
  for (const { op_id, entry_id } of versions) {
    const [it, top] = [order.get(op_id), order.get(last.get(entry_id)?.op_id ?? "")]
    if (it && top && it.device === top.device && it.n > top.n) said.push(`covered: ${op_id} of ${it.device}`)
  }
  const counts = new Map<string, number>()
  for (const { entry_id, version } of versions) {
    counts.set(entry_id, (counts.get(entry_id) ?? 0) + 1)
    if (counts.get(entry_id) !== version) said.push(`hole: ${entry_id} has version ${version} out of turn`)
  }
  for (const { id, version, content } of server.entries) {
    const top = last.get(id)
    if (top?.version !== version || !same(top.content, content)) said.push(`unfolded: ${id}`)
  }
  for (const { name, entries, waiting, rejected } of devices) {
    for (const op_id of waiting) said.push(`waiting: ${op_id} on ${name}`)
    const open = new Set(rejected.map(op_id => ops.get(op_id)?.entry_id))
    const here = alive(entries)
    const there = alive(server.entries)
    for (const id of new Set([...here.keys(), ...there.keys()]))
      if (!open.has(id) && !same(here.get(id), there.get(id)))
        said.push(`diverged: ${id} is ${JSON.stringify([here.get(id), there.get(id)])} on ${name}`)
  }
  return said
}

const alive = (entries: Run["server"]["entries"]) =>
  new Map(entries.filter(({ content }) => content).map(({ id, version, content }) => [id, { version, content }]))

const same = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))

const sorted = (value: unknown): unknown =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, inner]) => [name, sorted(inner)])
    : value
