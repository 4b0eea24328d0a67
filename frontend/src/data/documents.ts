import { useEffect, useState } from "preact/hooks"
import { Offline, Problem } from "./api"
import { database } from "./db"

export type Read<T> = {
  data: T | undefined
  state: "loading" | "ready" | "offline" | "error"
  problem?: Problem
  again: () => void
}

/** What the server plans for us, kept on this phone under `name` to be read again without a connection. */
export function useDocument<T>(name: string, ask: () => Promise<T>): Read<T> {
  const [read, setRead] = useState<Omit<Read<T>, "again">>({ data: undefined, state: "loading" })
  const [tries, setTries] = useState(0)
  useEffect(() => {
    let current = true
    const show = (next: Omit<Read<T>, "again">) => current && setRead(next)
    void (async () => {
      const kept = (await (await database()).get("documents", name))?.data as T | undefined
      if (kept !== undefined) show({ data: kept, state: "ready" })
      try {
        const data = await ask()
        show({ data, state: "ready" })
        await keepDocument(name, data)
      } catch (error) {
        if (error instanceof Problem)
          show({ data: kept, state: kept === undefined ? "error" : "ready", problem: error })
        else if (error instanceof Offline) show({ data: kept, state: "offline" })
        else throw error
      }
    })()
    return () => {
      current = false
    }
  }, [name, tries])
  return { ...read, again: () => setTries(tries + 1) }
}

/** On a full phone it is read now and asked for again the next time. */
export async function keepDocument(name: string, data: unknown): Promise<void> {
  await (await database()).put("documents", { data, fetched_at: Date.now() }, name).catch(() => undefined)
}
