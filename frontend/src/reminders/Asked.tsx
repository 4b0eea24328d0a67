import { useEffect, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { answer, api } from "../data/api"
import { report } from "../data/reports"
import { Screen } from "../ui/Screen"
import { Loading } from "../ui/states"
import { formOf } from "./words"

/** A letter does not say what it asks, not even in its link: here it leads to the form. */
export function Asked() {
  const { query, route } = useLocation()
  const [{ delivery }] = useState(query)
  useEffect(() => {
    let here = true
    const at = new Date().toISOString()
    void form().then(address => {
      if (here) route(address, true)
      // Told only now: a prompt before an appointment is over when it was opened.
      if (delivery) void report({ delivery, said: "opened", at })
    })
    return () => {
      here = false
    }
  }, [])
  return (
    <Screen title="One moment" back="/">
      <Loading />
    </Screen>
  )
}

/** Of what is still open; without a connection, and when nothing is, Today. */
async function form(): Promise<string> {
  try {
    const { open_prompt } = await answer(api.GET("/api/v1/reminders/status"))
    return open_prompt ? formOf(open_prompt) : "/"
  } catch {
    return "/"
  }
}
