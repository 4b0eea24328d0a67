import { signal } from "@preact/signals-core"
import { database, type Overridden } from "./db"

/** Counts every change to this phone's database; whoever reads it reads again. */
export const changes = signal(0)
/** What the server has not acknowledged: all of it, the part that is on the wire, and what it refused. */
export const waiting = signal(0)
export const sending = signal(0)
export const rejected = signal(0)
/** Entries of which another version than somebody's own is on top. */
export const overriddenCount = signal(0)
/** When this phone last sent all it had and heard all there was, by its own clock. */
export const lastExchange = signal<number | null>(null)

export const EXCHANGED_AT = "exchange"

/** A conflict is certain when the server said so; that a later arrival had not seen our version, only its history tells. */
export const isSure = ({ why, unseen }: Overridden) => why === "mine came later" || unseen.length > 0

const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("backstory")
// A page on which nobody is signed in has nothing to count.
channel?.addEventListener("message", () => void recount().catch(() => undefined))

export async function announce(): Promise<void> {
  channel?.postMessage("changed")
  await recount()
}

type Counted = { index(name: "state"): { count(range: IDBKeyRange): Promise<number> } }

/** Waiting, sent and refused: counted by index, so that thousands of changes cost no more than one. */
export const unacknowledged = (outbox: Counted) =>
  Promise.all(
    (["waiting", "sent", "rejected"] as const).map(state =>
      outbox.index("state").count(IDBKeyRange.bound([state], [state, []])),
    ),
  ) as Promise<[number, number, number]>

export async function recount(): Promise<void> {
  const tx = (await database()).transaction(["outbox", "overridden", "documents"])
  const [[unsent, sent, refused], overridden, exchange] = await Promise.all([
    unacknowledged(tx.objectStore("outbox")),
    tx.objectStore("overridden").getAll(),
    tx.objectStore("documents").get(EXCHANGED_AT),
  ])
  waiting.value = unsent + sent
  sending.value = sent
  rejected.value = refused
  overriddenCount.value = overridden.filter(isSure).length
  lastExchange.value = exchange?.fetched_at ?? null
  changes.value++
}
