import { useEffect, useState } from "preact/hooks"
import { useRoute } from "preact-iso"
import { answer, api, Offline, Problem } from "../data/api"
import type { Invitation, Person } from "../data/types"
import { Screen } from "../ui/Screen"
import { Loading } from "../ui/states"
import { HomeScreen } from "./HomeScreen"
import { JoinForm } from "./JoinForm"

/** Two screens: who invites you and your choice; then the home screen and the reminders. */
export default function Join() {
  const { code = "" } = useRoute().params
  const [invitation, setInvitation] = useState<Invitation>()
  const [trouble, setTrouble] = useState("")
  const [joined, setJoined] = useState<Person>()
  useEffect(() => {
    answer(api.GET("/api/v1/enrolments/{code}", { params: { path: { code } } })).then(setInvitation, error =>
      setTrouble(inWords(error)),
    )
  }, [code])
  if (joined) return <HomeScreen joined={joined} />
  if (trouble)
    return (
      <Screen title="Join your practice">
        <p role="alert">{trouble}</p>
        <a class="button" href="/">
          Go to sign-in
        </a>
      </Screen>
    )
  if (!invitation) return <Screen title="Join your practice" children={<Loading />} />
  return <JoinForm code={code} invitation={invitation} joined={setJoined} />
}

function inWords(error: unknown): string {
  if (error instanceof Offline) return "There is no connection to the server. Open this page again when you are online."
  if (error instanceof Problem && error.status === 404)
    return "This code was used already or is too old. Ask your practice for a new one."
  return "The server could not answer just now. Open this page again in a minute."
}
