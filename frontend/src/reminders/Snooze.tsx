import { useEffect, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { report } from "../data/reports"
import { clockInWords, wallClock } from "../data/time"
import { Screen } from "../ui/Screen"

const MOST_MINUTES = 24 * 60

/** "Later", tapped on a notification that the browser showed without our worker. Kept first, so it needs no connection. */
export function Snooze() {
  const { query } = useLocation()
  const [{ delivery, minutes }] = useState(query)
  const [until] = useState(() => new Date(Date.now() + Math.min(Number(minutes) || 0, MOST_MINUTES) * 60_000))
  const asked = !!delivery && until.getTime() > Date.now()
  useEffect(() => {
    if (!asked) return
    history.replaceState(null, "", "/snooze") // opened again, it asks for nothing more
    void report({ delivery, said: "snooze", until: until.toISOString(), at: new Date().toISOString() })
  }, [])
  const [words] = useState(
    asked ? `You are asked again at ${clockInWords(wallClock(until))}.` : "Nothing was asked for later here.",
  )
  return (
    <Screen title="Later" back="/">
      <p>{words}</p>
      <a class="button button-main button-big" href="/">
        Go to Today
      </a>
    </Screen>
  )
}
