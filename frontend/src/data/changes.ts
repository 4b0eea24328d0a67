import { signal } from "@preact/signals-core"
import { database } from "./db"

/** Counts every change to this phone's database; whoever reads it reads again. */
export const changes = signal(0)
export const waiting = signal(0)
export const rejected = signal(0)

const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("backstory")
channel?.addEventListener("message", () => void recount())

export async function announce(): Promise<void> {
  channel?.postMessage("changed")
  await recount()
}

export async function recount(): Promise<void> {
  const ops = await (await database()).getAll("outbox")
  rejected.value = ops.filter(op => op.state === "rejected").length
  waiting.value = ops.length - rejected.value
  changes.value++
}
