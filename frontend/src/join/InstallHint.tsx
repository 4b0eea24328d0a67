import { useState } from "preact/hooks"
import { installable } from "../app/install"

/** Each browser has its own way to the home screen; we name the one that this phone has. */
export function InstallHint() {
  const [asked, setAsked] = useState(false)
  if (matchMedia("(display-mode: standalone)").matches) return null
  const prompt = installable.value
  const apple = /iPhone|iPad/.test(navigator.userAgent)
  return (
    <section class="card">
      <h2>Put it on your home screen</h2>
      <p>It then opens like any other app, also without a connection.</p>
      {prompt && !asked ? (
        <button
          type="button"
          class="button"
          onClick={() => {
            setAsked(true)
            void prompt.prompt()
          }}
        >
          Add to home screen
        </button>
      ) : (
        <p class="muted">
          {apple
            ? "In Safari: tap Share, then Add to Home Screen. Reminders on an iPhone work only from there."
            : "In your browser's menu: Add to home screen, or Install."}
        </p>
      )}
    </section>
  )
}
