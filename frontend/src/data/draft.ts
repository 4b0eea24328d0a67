import { useEffect, useState } from "preact/hooks"
import { draft, dropDraft, keepDraft } from "./drafts"
import { today } from "./time"

type Kept<T> = { day: string; value: T }
type Set<T> = (next: T | ((before: T) => T)) => void

/**
 * A form's answers, kept while they are written: a call or a flat battery at the wrong moment loses nothing. Yesterday's
 * unfinished answers are not offered for today. Without a name nothing is kept.
 */
export function useDraft<T>(name: string | null, start: T): [T, Set<T>] {
  const [value, setValue] = useState(start)
  const [touched, setTouched] = useState(false)
  useEffect(() => {
    if (!name) return
    void draft<Kept<T>>(name).then(kept => {
      if (kept && kept.day !== today()) void dropDraft(name)
      else if (kept) setValue(before => (before === start ? kept.value : before))
    })
  }, [name])
  useEffect(() => {
    if (name && touched) void keepDraft(name, { day: today(), value } satisfies Kept<T>)
  }, [name, touched, value])
  const set: Set<T> = next => {
    setTouched(true)
    setValue(next)
  }
  return [value, set]
}
