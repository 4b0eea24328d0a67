import { useEffect, useState } from "preact/hooks"
import { momentInSentence, wallClock } from "../data/time"
import { say } from "../ui/Toast"
import { type Allowed, allow, allowedHere, forbid, lastShownHere, sendTest } from "./push"

const WORDS: Record<Allowed, string> = {
  unknown: "",
  unsupported: "This browser cannot show reminders as it is now.",
  off: "Reminders are off on this phone.",
  denied: "This browser blocks reminders from this app.",
  hangs: "The browser's push service does not answer. Try again later, or in another network.",
  offline: "There is no connection to the server. Try again when you are online.",
  refused: "The server does not know this browser's push service, so reminders cannot be sent to it.",
  confirming: "Allowed. Waiting for the first message to arrive.",
  on: "Reminders work on this phone",
}

type Props = { changed?: (to: Allowed) => void; main?: boolean; inGuide?: boolean }

export function AllowReminders({ changed, main, inGuide }: Props) {
  const [state, setState] = useState<Allowed>("unknown")
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    const look = () => void allowedHere().then(setState)
    look()
    navigator.serviceWorker?.addEventListener("message", look) // the worker says when the first message came
    return () => navigator.serviceWorker?.removeEventListener("message", look)
  }, [])

  useEffect(() => changed?.(state), [state])

  async function run(doing: () => Promise<Allowed>) {
    setBusy(true)
    setState(await doing())
    setBusy(false)
  }
  async function test() {
    say((await sendTest()) ? "A test is on its way." : "The test could not be sent just now.")
  }

  const on = state === "on" || state === "confirming"
  const stuck = state === "unsupported" || state === "denied" || state === "refused"
  return (
    <div class="stack-s">
      <p role="status">{state === "on" ? `${WORDS.on}${lastTime()}` : WORDS[state]}</p>
      {on && (
        <div class="line">
          <button type="button" class="button" onClick={test}>
            Send a test
          </button>
          <button type="button" class="button" disabled={busy} onClick={() => run(forbid)}>
            Stop on this phone
          </button>
        </div>
      )}
      {stuck && !inGuide && (
        <a class="button" href="/more/reminders/guide">
          How to get reminders here
        </a>
      )}
      {!on && !stuck && state !== "unknown" && (
        <button type="button" class={main ? "button button-main" : "button"} disabled={busy} onClick={() => run(allow)}>
          {busy ? "Asking your phone" : "Allow reminders on this phone"}
        </button>
      )}
    </div>
  )
}

const lastTime = () =>
  lastShownHere.value ? `: last one shown ${momentInSentence(wallClock(new Date(lastShownHere.value)))}.` : "."
