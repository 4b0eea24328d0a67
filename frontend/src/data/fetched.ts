import { useEffect, useState } from "preact/hooks"
import { Offline, Problem } from "./api"
import type { Read } from "./documents"

type Shown<T> = Omit<Read<T>, "again"> & { name: string }

/**
 * Read from the server for this screen and kept nowhere: a practice's device holds no patient's history. What is shown
 * stays while the next answer is on its way, so that nothing jumps.
 */
export function useFetched<T>(name: string, ask: () => Promise<T>): Read<T> {
  const [shown, setShown] = useState<Shown<T>>({ name, data: undefined, state: "loading" })
  const [tries, setTries] = useState(0)
  const again = () => setTries(before => before + 1)
  useEffect(() => {
    let current = true
    ask().then(
      data => current && setShown({ name, data, state: "ready" }),
      error => {
        if (!current) return
        if (error instanceof Offline)
          setShown(before => ({ name, data: before.name === name ? before.data : undefined, state: "offline" }))
        else if (error instanceof Problem) setShown({ name, data: undefined, state: "error", problem: error })
        else throw error
      },
    )
    return () => {
      current = false
    }
  }, [name, tries])
  useEffect(() => {
    const back = () => document.visibilityState === "visible" && again()
    addEventListener("online", again)
    document.addEventListener("visibilitychange", back)
    return () => {
      removeEventListener("online", again)
      document.removeEventListener("visibilitychange", back)
    }
  }, [])
  return { ...shown, again }
}
