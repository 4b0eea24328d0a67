import { useEffect, useRef, useState } from "preact/hooks"

/** A press at least this long counts while it is held; a shorter one starts a count that the next tap ends. */
const HELD_MS = 500
const TICK_MS = 200

type Props = { seconds: number | undefined; stop: boolean; timed: (seconds: number) => void }

export function HoldTimer({ seconds, stop, timed }: Props) {
  const [since, setSince] = useState<number | null>(null)
  const [now, setNow] = useState(0)
  const pressedAt = useRef<number | null>(null)
  useEffect(() => {
    if (since === null) return
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [since])
  useEffect(() => {
    if (stop) finish()
  }, [stop])

  function press() {
    if (pressedAt.current !== null) return
    pressedAt.current = Date.now()
    if (since !== null) return
    setSince(Date.now())
    setNow(Date.now())
  }
  function release() {
    const pressed = pressedAt.current
    pressedAt.current = null
    if (pressed === null || since === null) return
    if (since < pressed - TICK_MS || Date.now() - pressed >= HELD_MS) finish()
  }
  function finish() {
    if (since === null) return
    timed(Math.max(1, Math.round((Date.now() - since) / 1000)))
    setSince(null)
  }
  const isKey = (event: KeyboardEvent) => event.key === " " || event.key === "Enter"

  const running = since === null ? null : Math.floor(Math.max(0, now - since) / 1000)
  return (
    <button
      type="button"
      class="button hold-timer numbers"
      aria-pressed={running !== null}
      onPointerDown={press}
      onPointerUp={release}
      onPointerCancel={release}
      onPointerLeave={release}
      onContextMenu={event => event.preventDefault()}
      onKeyDown={event => {
        if (!isKey(event)) return
        event.preventDefault()
        press()
      }}
      onKeyUp={event => isKey(event) && release()}
      onClick={event => {
        // A screen reader's press comes as a lone click, without the pointer that real ones bring.
        if (event.detail === 0 && pressedAt.current === null) since === null ? setSince(Date.now()) : finish()
      }}
    >
      {running === null ? (
        <>
          Hold to time<span class="muted small"> or tap to start and stop</span>
        </>
      ) : (
        <>{running} s: let go or tap to stop</>
      )}
      {running === null && seconds !== undefined && <strong>{seconds} s</strong>}
    </button>
  )
}
