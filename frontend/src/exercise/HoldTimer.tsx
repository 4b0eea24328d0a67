import { useEffect, useState } from "preact/hooks"
import { Tick } from "../ui/form/fields"
import { signalEnd } from "./signal-end"

const QUIET = "backstory.timer-quiet"

export function HoldTimer({ seconds }: { seconds: number }) {
  const [endsAt, setEndsAt] = useState<number | null>(null)
  const [left, setLeft] = useState(seconds)
  const [quiet, setQuiet] = useState(localStorage.getItem(QUIET) === "yes")

  useEffect(() => {
    if (endsAt === null) return
    const timer = setInterval(() => {
      const remaining = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000))
      setLeft(remaining)
      if (remaining > 0) return
      setEndsAt(null)
      if (!quiet) signalEnd()
    }, 200)
    return () => clearInterval(timer)
  }, [endsAt, quiet])

  return (
    <section class="card">
      <h2>Hold</h2>
      <p class="running" role="timer">
        {endsAt === null && left === 0 ? "Let go" : `${endsAt === null ? seconds : left} s`}
      </p>
      <button
        type="button"
        class="button"
        onClick={() => {
          setLeft(seconds)
          setEndsAt(endsAt === null ? Date.now() + seconds * 1000 : null)
        }}
      >
        {endsAt === null ? "Start the timer" : "Stop the timer"}
      </button>
      <Tick
        label="Sound and vibration at the end"
        on={!quiet}
        turn={on => {
          setQuiet(!on)
          localStorage.setItem(QUIET, on ? "no" : "yes")
        }}
      />
    </section>
  )
}
