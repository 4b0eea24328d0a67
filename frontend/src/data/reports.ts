import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb"
import { answer, api, Problem } from "./api"

/** What became of a prompt on this phone, and when: no word of the diary. */
export type Report = { delivery: string; at: string } & (
  | { said: "shown" | "opened" }
  | { said: "snooze"; until: string }
)

interface Schema extends DBSchema {
  reports: { key: number; value: Report }
}

/** Not a person's database: the worker writes here without asking whose phone it is. */
const NAME = "backstory-reports"
const MOST = 100
export const REPORTS_TAG = "reports"

/** Kept first and sent then: a prompt is often seen where there is no connection. Never throws. */
export async function report(one: Report): Promise<void> {
  await keep(one).catch(() => undefined) // a full phone: the ledger is best effort
  await sendReports().catch(sendLater)
}

/** In their order. What the server does not know any more is dropped; without an answer the rest waits. */
export async function sendReports(): Promise<void> {
  await navigator.locks.request("backstory-reports", async () => {
    const db = await open()
    try {
      for (const key of await db.getAllKeys("reports")) {
        const one = await db.get("reports", key)
        if (one) await tell(one).catch(unlessRefusedForGood)
        await db.delete("reports", key)
      }
    } finally {
      db.close()
    }
  })
}

export async function forgetReports(): Promise<void> {
  await deleteDB(NAME)
}

async function keep(one: Report): Promise<void> {
  const db = await open()
  try {
    const tx = db.transaction("reports", "readwrite")
    await tx.store.add(one)
    for (const old of (await tx.store.getAllKeys()).slice(0, -MOST)) await tx.store.delete(old)
    await tx.done
  } finally {
    db.close()
  }
}

/** For as long as it is needed only: whoever signs out deletes it, and the worker may be in the middle of something. */
function open(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(NAME, 1, {
    upgrade(db) {
      db.createObjectStore("reports", { autoIncrement: true })
    },
    blocking(_current, _blocked, event) {
      ;(event.target as IDBDatabase).close()
    },
  })
}

function tell(one: Report): Promise<unknown> {
  const params = { path: { delivery_id: one.delivery } }
  const body = { at: one.at }
  if (one.said === "snooze")
    return answer(api.PUT("/api/v1/reminders/deliveries/{delivery_id}/snooze", { params, body: { until: one.until } }))
  if (one.said === "shown")
    return answer(api.POST("/api/v1/reminders/deliveries/{delivery_id}/shown", { params, body }))
  return answer(api.POST("/api/v1/reminders/deliveries/{delivery_id}/opened", { params, body }))
}

/** Signed out, too many, or the server's own trouble: another time. Any other no stays a no. */
function unlessRefusedForGood(error: unknown): void {
  const no = error instanceof Problem && error.status < 500 && error.status !== 401 && error.status !== 429
  if (!no) throw error
}

type WithSync = { sync?: { register(tag: string): Promise<void> } }

/** Where there is Background Sync the worker tries again; everywhere the next push, start or connection does. */
async function sendLater(): Promise<void> {
  const here = typeof window === "undefined" ? registration : await navigator.serviceWorker?.getRegistration()
  await (here as WithSync | undefined)?.sync?.register(REPORTS_TAG).catch(() => undefined)
}

declare const registration: ServiceWorkerRegistration

if (typeof window !== "undefined") addEventListener("online", () => void sendReports().catch(() => undefined))
