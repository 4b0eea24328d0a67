declare const __PRECACHE__: string[]
declare const __VERSION__: string

const NAME = `shell-${__VERSION__}`

export async function keepShell(): Promise<void> {
  const cache = await caches.open(NAME)
  // Past the browser's own cache, so that one version's files are never mixed with another's.
  await cache.addAll(__PRECACHE__.map(url => new Request(url, { cache: "reload" })))
}

export async function forgetOldShells(): Promise<void> {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name)
}

/** Pages and files of the app come from the phone; whatever the API says is never kept here. */
export function readShell(request: Request): Promise<Response> | undefined {
  const url = new URL(request.url)
  const ours = url.origin === location.origin && request.method === "GET"
  if (!ours || /^\/(api|calendar|healthz|readyz|metrics)(\/|$)/.test(url.pathname)) return undefined
  return request.mode === "navigate" ? kept("/", request) : kept(url.pathname, request)
}

async function kept(path: string, request: Request): Promise<Response> {
  return (await (await caches.open(NAME)).match(path)) ?? fetch(request)
}
