import { useState } from "preact/hooks"
import { answer, api, Offline, Problem } from "../data/api"
import { useDocument } from "../data/documents"
import type { ReminderMail } from "../data/types"
import { Text } from "../ui/form/fields"
import { say } from "../ui/Toast"

/** Reminders by e-mail, where no notification is to be had. */
export function Mail() {
  const mail = useDocument("reminder mail", () => answer(api.GET("/api/v1/reminders/email")))
  if (!mail.data?.available) return null
  return <MailForm key={JSON.stringify(mail.data)} mail={mail.data} changed={mail.again} />
}

function MailForm({ mail, changed }: { mail: ReminderMail; changed: () => void }) {
  const [address, setAddress] = useState("")
  const [code, setCode] = useState("")
  const [trouble, setTrouble] = useState("")
  async function ask(asking: () => Promise<unknown>, words: string) {
    try {
      await asking()
      say(words)
      changed()
    } catch (error) {
      setTrouble(inWords(error))
    }
  }
  const drop = () => ask(() => answer(api.DELETE("/api/v1/reminders/email")), "No more reminders by e-mail")
  const submit = (event: Event) => {
    event.preventDefault()
    if (mail.address)
      return ask(
        () => answer(api.POST("/api/v1/reminders/email/confirmation", { body: { code: code.trim() } })),
        "Confirmed",
      )
    return ask(
      () => answer(api.PUT("/api/v1/reminders/email", { body: { address: address.trim() } })),
      "A code is on its way",
    )
  }
  return (
    <section class="card">
      <h3>By e-mail</h3>
      <p class="muted">
        {mail.confirmed
          ? `When no phone can be reached, a reminder goes to ${mail.address}. It says nothing about your health.`
          : mail.address
            ? `We sent six digits to ${mail.address}. Write them here within an hour.`
            : "When no phone can be reached, you get an e-mail that says nothing about your health."}
      </p>
      {!mail.confirmed && (
        <form class="stack" onSubmit={submit}>
          {mail.address ? (
            <Text label="Code" value={code} write={setCode} problem={trouble} autocomplete="one-time-code" most={6} />
          ) : (
            <Text
              label="Your address"
              type="email"
              value={address}
              write={setAddress}
              problem={trouble}
              autocomplete="email"
              most={254}
            />
          )}
          <button type="submit" class="button" disabled={!(mail.address ? code : address).trim()}>
            {mail.address ? "Confirm" : "Send me a code"}
          </button>
        </form>
      )}
      {mail.address && (
        <button type="button" class="button button-plain" onClick={drop}>
          {mail.confirmed ? "Stop e-mail" : "Use another address"}
        </button>
      )}
    </section>
  )
}

function inWords(error: unknown): string {
  if (error instanceof Offline) return "There is no connection to the server. Try again when you are online."
  if (!(error instanceof Problem)) throw error
  if (error.status === 422) return "This is not right. Look at it again, or ask for a new one."
  return "That did not work just now. Try again in a minute."
}
