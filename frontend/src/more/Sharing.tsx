import { answer, api } from "../data/api"
import { useDocument } from "../data/documents"
import { instantInWords } from "../data/time"
import type { Grant } from "../data/types"
import { Screen } from "../ui/Screen"
import { Empty, Shown } from "../ui/states"
import { say } from "../ui/Toast"

export default function Sharing() {
  const grants = useDocument("grants", () => answer(api.GET("/api/v1/grants")))
  async function change(doing: () => Promise<unknown>, words: string) {
    try {
      await doing()
      say(words)
      grants.again()
    } catch {
      say("That did not work just now. Try again when you are online.")
    }
  }
  const stop = ({ id, practice }: Grant) =>
    confirm(`Stop sharing with ${practice.name}? They can read nothing of yours from now on.`) &&
    change(
      () => answer(api.DELETE("/api/v1/grants/{grant_id}", { params: { path: { grant_id: id } } })),
      `${practice.name} can no longer read your diary`,
    )
  const resume = ({ practice }: Grant) =>
    change(
      () => answer(api.POST("/api/v1/grants", { body: { practice: practice.id } })),
      `Shared with ${practice.name} again`,
    )

  return (
    <Screen title="Sharing" back="/more">
      <p>
        A practice you share with sees everything in your timeline: check-ins, spasms, soreness, exercises, notes, and
        its own sessions. Nobody there watches it live.
      </p>
      <Shown read={grants}>
        {({ items }) => (
          <>
            {items.every(grant => grant.revoked_at) && <Empty>You share your diary with nobody.</Empty>}
            <ul class="stack">
              {latestOfEach(items).map(grant => (
                <li key={grant.id} class="card">
                  <h2>{grant.practice.name}</h2>
                  <p class="muted">
                    {grant.revoked_at
                      ? `Stopped ${instantInWords(grant.revoked_at)}`
                      : `Shared since ${instantInWords(grant.granted_at)}`}
                  </p>
                  {grant.revoked_at ? (
                    <button type="button" class="button" onClick={() => resume(grant)}>
                      Share again
                    </button>
                  ) : (
                    <button type="button" class="button" onClick={() => stop(grant)}>
                      Stop sharing
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Shown>
    </Screen>
  )
}

/** A grant given again is a new one; what counts is the last word to each practice. */
function latestOfEach(grants: Grant[]): Grant[] {
  const last = new Map<string, Grant>()
  for (const grant of [...grants].sort((a, b) => Date.parse(a.granted_at) - Date.parse(b.granted_at)))
    last.set(grant.practice.id, grant)
  return [...last.values()]
}
