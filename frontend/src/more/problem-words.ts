import type { ProblemBody } from "../data/types"

const CODES: Record<string, string> = {
  not_found: "the server does not know this diary any more, or it is no longer shared.",
  not_yours_to_do: "it is not yours to change.",
  too_large: "it is too long. Shorten it and save it again.",
  not_well_formed: "the server could not read it. Change it and save it again.",
}
const PATHS: Record<string, string> = {
  occurred_at: "its time is not possible. Change it or keep it as a note.",
  ended_at: "its end is not possible. Change it or keep it as a note.",
}

export function problemInWords({ code, errors }: ProblemBody): string {
  for (const { path = "" } of errors ?? []) if (path in PATHS) return PATHS[path] as string
  const fields = (errors ?? []).map(({ path = "" }) => path.replace(/^payload\./, "").replaceAll("_", " ")).join(", ")
  return CODES[code] ?? (fields ? `something in it does not fit (${fields}).` : "the server did not accept it.")
}
