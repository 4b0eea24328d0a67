import type { ComponentChildren } from "preact"
import { useEffect, useState } from "preact/hooks"
import type { Read } from "../data/documents"

const PATIENCE_MS = 300

/** Nothing for a moment, then grey shapes: a flash of them would be more restless than the wait. */
export function Loading() {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return late ? (
    <div class="stack" aria-busy="true">
      <span class="unseen">Loading</span>
      <div class="skeleton" />
      <div class="skeleton" />
    </div>
  ) : (
    <div aria-busy="true" />
  )
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="card muted">{children}</div>
}

/** One document from the server in all its states; `children` draws it once it is here. */
export function Shown<T>({ read, children }: { read: Read<T>; children: (data: T) => ComponentChildren }) {
  const { data, state, again } = read
  if (data !== undefined)
    return (
      <>
        {state === "offline" && <p class="muted">You are offline. This is how it was last time.</p>}
        {children(data)}
      </>
    )
  if (state === "loading") return <Loading />
  return (
    <div class="card">
      <p>
        {state === "offline"
          ? "You are offline, and this has not been on this phone yet. Your entries are safe here."
          : "The server could not answer just now. Your entries are safe on this phone."}
      </p>
      <button type="button" class="button" onClick={again}>
        Try again
      </button>
    </div>
  )
}
