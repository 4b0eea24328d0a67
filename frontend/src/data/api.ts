import createClient from "openapi-fetch"
import type { paths } from "./api.gen"
import type { ProblemBody } from "./types"

/** The server answered, and said no. */
export class Problem extends Error {
  constructor(
    readonly body: ProblemBody,
    readonly retryAfter: number | null = null,
  ) {
    super(body.title)
  }
  get status() {
    return this.body.status
  }
  get code() {
    return this.body.code
  }
  get errors() {
    return this.body.errors ?? []
  }
}

/** Nobody answered, or somebody who is not our server. */
export class Offline extends Error {}

const PATIENCE_MS = 30_000

/** The server's own description, as functions. Wrap each call in `answer`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: within(PATIENCE_MS) })

let tellSignedOut = () => {}
/** Any 401 means that this phone's session has ended, whichever screen asked. */
export function onSignedOut(tell: () => void) {
  tellSignedOut = tell
}

type Answered = { data?: unknown; error?: unknown; response: Response }
type DataOf<A extends Answered> = Exclude<A["data"], undefined>

/** What the server sent, or a `Problem` when it refused, or `Offline` when nobody of ours answered. */
export async function answer<A extends Answered>(asked: Promise<A>): Promise<DataOf<A>> {
  const { data, error, response } = await asked.catch(cause => {
    throw cause instanceof Offline ? cause : new Offline("an answer cut short", { cause })
  })
  if (response.ok) return data as DataOf<A>
  if (response.status === 401) tellSignedOut()
  const seconds = Number(response.headers.get("retry-after"))
  throw new Problem({ ...(error as ProblemBody), status: response.status }, seconds || null)
}

/** The cookie is the browser's, not this page's: another tab may have signed somebody else in, who must not send for us. */
export async function stillSignedInAs(personId: string): Promise<void> {
  const said = await answer(api.GET("/api/v1/session"))
  if (!said?.person) throw new Offline("an answer that is not ours")
  if (said.person.id === personId) return
  tellSignedOut()
  throw new Problem({ type: "about:blank", title: "Somebody else is signed in", status: 401, code: "not_signed_in" })
}

/** Given up after so long, or by `Offline` when nobody answers. */
export function within(patience: number) {
  return async (request: Request): Promise<Response> => {
    let response: Response
    try {
      response = await fetch(request, { signal: AbortSignal.timeout(patience) })
    } catch (cause) {
      throw new Offline("no answer", { cause })
    }
    // A hotel's sign-in page answers 200 with HTML. It has stored nothing. What our server says without words is 202 or 204.
    const ours =
      response.status === 202 || response.status === 204 || /[/+]json/.test(response.headers.get("content-type") ?? "")
    return ours ? response : said(response)
  }
}

/** What a proxy in front of the server may say in a page of its own, and mean. */
const MEANT: Record<number, string> = { 413: "too_large", 429: "too_many", 503: "away" }

function said({ status, headers }: Response): Response {
  const code = MEANT[status]
  if (!code) throw new Offline("an answer that is not ours")
  const again = headers.get("retry-after")
  return Response.json(
    { type: "about:blank", title: code, status, code },
    { status, headers: again ? { "retry-after": again } : {} },
  )
}
