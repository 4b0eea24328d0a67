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

let tellSignedOut = () => {}
/** Any 401 means that this phone's session has ended, whichever screen asked. */
export function onSignedOut(tell: () => void) {
  tellSignedOut = tell
}

type Body = Record<string, unknown> | unknown[]

export async function ask<T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: Body): Promise<T> {
  const response = await reach(path, {
    method,
    headers: body ? { "content-type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
    signal: AbortSignal.timeout(30_000),
  })
  if (response.ok) return (response.status === 204 ? undefined : await readJson(response)) as T
  const problem = (await readJson(response)) as ProblemBody
  if (response.status === 401) tellSignedOut()
  const seconds = Number(response.headers.get("retry-after"))
  throw new Problem({ ...problem, status: response.status }, seconds || null)
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, init)
  } catch (cause) {
    throw new Offline("no answer", { cause })
  }
  // A hotel's sign-in page answers 200 with HTML. It has stored nothing.
  const ours = response.status === 204 || /[/+]json/.test(response.headers.get("content-type") ?? "")
  if (!ours) throw new Offline("an answer that is not ours")
  return response
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    throw new Offline("an answer cut short", { cause })
  }
}
