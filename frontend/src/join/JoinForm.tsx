import { useState } from "preact/hooks"
import { remember } from "../app/session"
import { answer, api, Offline, Problem } from "../data/api"
import { signingIn } from "../data/leave"
import type { Invitation, Person } from "../data/types"
import { OneOf } from "../ui/form/Chips"
import { SaveBar, Text } from "../ui/form/fields"
import { Screen } from "../ui/Screen"

const SHORTEST_PASSWORD = 10

export function JoinForm({
  code,
  invitation,
  joined,
}: {
  code: string
  invitation: Invitation
  joined: (who: Person) => void
}) {
  const { practice, clinician } = invitation
  const [share, setShare] = useState<"yes" | "no">()
  const [name, setName] = useState("")
  const [login, setLogin] = useState("")
  const [password, setPassword] = useState("")
  const [trouble, setTrouble] = useState<Record<string, string>>({})
  const ready = share && name.trim() && login.trim() && password

  async function submit(event: Event) {
    event.preventDefault()
    if (password.length < SHORTEST_PASSWORD)
      return setTrouble({ password: `Use at least ${SHORTEST_PASSWORD} characters. A short sentence is good.` })
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const body = { name: name.trim(), login: login.trim(), password, share: share === "yes", zone }
    try {
      const { person } = await signingIn(() =>
        answer(api.POST("/api/v1/enrolments/{code}", { params: { path: { code } }, body })),
      )
      remember(person)
      joined(person)
    } catch (error) {
      setTrouble(whatIsWrong(error))
    }
  }

  return (
    <Screen title={`${practice.name} invites you`}>
      <p>
        {clinician} would like you to keep a diary of your back between sessions. You write it on this phone. It works
        without a connection.
      </p>
      <form class="stack-l" onSubmit={submit}>
        <section class="card">
          <h2>What sharing means</h2>
          <p>
            If you share, the people who treat you at {practice.name} can read your entries and add your sessions. They
            do not read them live. You can stop sharing at any time, and then they can read nothing more.
          </p>
          <OneOf
            question="Your choice"
            options={[["yes", `Share with ${practice.name}`] as const, ["no", "Keep it to myself for now"] as const]}
            value={share}
            choose={setShare}
          />
        </section>
        <section class="stack">
          <Text label="Your name" value={name} write={setName} autocomplete="name" problem={trouble.name} />
          <Text
            label="A name to sign in with"
            value={login}
            write={setLogin}
            autocomplete="username"
            problem={trouble.login}
            hint="No e-mail address needed."
          />
          <Text
            label="A password"
            type="password"
            value={password}
            write={setPassword}
            autocomplete="new-password"
            problem={trouble.password}
            hint={`At least ${SHORTEST_PASSWORD} characters.`}
          />
        </section>
        <p role="alert" class="field-problem">
          {trouble.all ?? ""}
        </p>
        <SaveBar label="Join" disabled={!ready} hint="Make your choice and fill in the three fields." />
      </form>
    </Screen>
  )
}

function whatIsWrong(error: unknown): Record<string, string> {
  if (error instanceof Offline) return { all: "There is no connection to the server. Try again when you are online." }
  if (!(error instanceof Problem)) throw error
  if (error.code === "login_taken" || error.errors.some(({ code }) => code === "login_taken"))
    return { login: "Somebody uses this sign-in name already. Choose another one." }
  if (error.status === 404) return { all: "This code was used already or is too old. Ask your practice for a new one." }
  if (error.status !== 422) return { all: "The server could not answer just now. Try again in a minute." }
  return Object.fromEntries(error.errors.map(({ path }) => [path, "This does not work here. Try something else."]))
}
