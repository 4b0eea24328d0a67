import { sessionEnded } from "./session"
import { newer, takeNewVersion } from "./version"

export function Notices() {
  return (
    <>
      {sessionEnded.value && (
        <div class="topbar-row">
          <span>You are signed out. What you write stays on this phone.</span>
          <a href="/sign-in">Sign in</a>
        </div>
      )}
      {newer.value && (
        <div class="topbar-row">
          <span>A new version is ready.</span>
          <button type="button" class="button" onClick={takeNewVersion}>
            Use it now
          </button>
        </div>
      )}
    </>
  )
}
