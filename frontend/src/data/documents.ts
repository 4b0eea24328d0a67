import { useEffect, useState } from "preact/hooks"
import { ask, Offline, Problem } from "./api"
import { database } from "./db"

export type Read<T> = {
  data: T | undefined
  state: "loading" | "ready" | "offline" | "error"
  problem?: Problem
  again: () => void
}

/** What the server plans for us, kept on this phone to be read again without a connection. */
export function useDocument<T>(path: string | null): Read<T> {
  const [read, setRead] = useState<Omit<Read<T>, "again">>({ data: undefined, state: "loading" })
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (!path) return
    let current = true
    const show = (next: Omit<Read<T>, "again">) => current && setRead(next)
    void (async () => {
      const kept = (await (await database()).get("documents", path))?.data as T | undefined
      if (kept !== undefined) show({ data: kept, state: "ready" })
      try {
        const data = await ask<T>("GET", path)
        await (await database()).put("documents", { data, fetched_at: Date.now() }, path)
        show({ data, state: "ready" })
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
  }, [path, tries])
  return { ...read, again: () => setTries(tries + 1) }
}
