import { useEffect, useState } from "preact/hooks"
import { changes } from "./changes"

/** Reads from this phone's database, and again after every change to it. */
export function useLive<T>(read: () => Promise<T>, inputs: readonly unknown[] = []): T | undefined {
  const [value, setValue] = useState<T>()
  const change = changes.value
  useEffect(() => {
    let current = true
    void read().then(found => current && setValue(() => found))
    return () => {
      current = false
    }
  }, [change, ...inputs])
  return value
}
