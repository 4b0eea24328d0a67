import { useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { about } from "../app/about"
import { signIn } from "../app/session"
import { Offline, Problem } from "../data/api"
import { Text } from "../ui/form/fields"
import { Screen } from "../ui/Screen"
import { HaveCode } from "./HaveCode"

export default function SignIn() {
  const { route, path } = useLocation()
  const [login, setLogin] = useState("")
  const [password, setPassword] = useState("")
  const [trouble, setTrouble] = useState("")
  const [busy, setBusy] = useState(false)

  async function enter(name: string, secret: string) {
    setBusy(true)
    setTrouble("")
    try {
      await signIn(name, secret)
      if (path === "/sign-in") route("/", true)
    } catch (error) {
      setTrouble(inWords(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Screen title="Sign in">
      <p class="opening">A diary for your back, and a clear page for the person who treats it.</p>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault()
          void enter(login.trim(), password)
        }}
      >
        <Text label="Sign-in name" value={login} write={setLogin} autocomplete="username" required />
        <Text
          label="Password"
          type="password"
          value={password}
          write={setPassword}
          autocomplete="current-password"
          required
        />
        <p role="alert" class="field-problem">
          {trouble}
        </p>
        <button type="submit" class="button button-main button-big" disabled={busy}>
          Sign in
        </button>
      </form>
      <HaveCode />
      <DemoSignIns enter={enter} />
    </Screen>
  )
}

function DemoSignIns({ enter }: { enter: (login: string, password: string) => void }) {
  const demo = about.value?.demo ?? []
  if (demo.length === 0) return null
  return (
    <section class="stack-s">
      <h2>Try the demonstration</h2>
      <ul class="list">
        {demo.map(({ login, password, name, role }) => (
          <li key={login} class="list-row line apart">
            <span>
              {name} <span class="muted">{role}</span>
              <br />
              <span class="muted">
                {login} / {password}
              </span>
            </span>
            <button
              type="button"
              class="button"
              aria-label={`Sign in as ${name}`}
              onClick={() => enter(login, password)}
            >
              Sign in
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function inWords(error: unknown): string {
  if (error instanceof Offline) return "There is no connection to the server. Try again when you are online."
  if (!(error instanceof Problem)) return "That did not work. Try again."
  if (error.status === 429) return `Too many tries. Wait ${error.retryAfter ?? 60} seconds, then try again.`
  if (error.status === 401) return "The name or the password is not right."
  return "The server could not answer just now. Try again in a minute."
}
