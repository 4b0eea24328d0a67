import type { ComponentChildren } from "preact"
import type { Read } from "../data/documents"
import { Loading } from "./states"

/** What a practice reads of somebody else, in all its states; `children` draws it once it is here. */
export function Fetched<T>({ read, children }: { read: Read<T>; children: (data: T) => ComponentChildren }) {
  const { data, state, problem, again } = read
  if (data !== undefined)
    return (
      <>
        {state === "offline" && <p class="muted">You are offline. This is how it was a moment ago.</p>}
        {children(data)}
      </>
    )
  if (state === "loading") return <Loading />
  if (problem?.status === 404)
    return (
      <div class="card">
        <p>This is not shared with you any more, or it is not there.</p>
        <a class="button" href="/">
          To your patients
        </a>
      </div>
    )
  if (problem?.status === 401)
    return (
      <div class="card">
        <p>You are signed out. What you wrote stays on this device.</p>
        <a class="button button-main" href="/sign-in">
          Sign in
        </a>
      </div>
    )
  return (
    <div class="card">
      <p>
        {state === "offline"
          ? "You are offline. Patients' histories are not kept on this device."
          : "The server could not answer just now."}
      </p>
      <button type="button" class="button" onClick={again}>
        Try again
      </button>
    </div>
  )
}
