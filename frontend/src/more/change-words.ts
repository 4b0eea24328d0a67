import { isEntry } from "../data/entries"
import { momentInSentence } from "../data/time"
import type { Entry } from "../data/types"
import type { Unsent, UnsentChange } from "../data/unsent"
import { asText, draftAsText } from "../data/unsent"
import { metaOf } from "../kinds"

const DRAFTS: Record<string, string> = {
  checkin: "check-in",
  note: "note",
  session: "session",
  peg: "answer to the weekly questions",
}

/** One change of the person's, as they would call it. */
export function titleOf({ op, entry }: Pick<UnsentChange, "op" | "entry">): string {
  if (entry) return named(entry)
  return isEntry(op.before ?? undefined) ? `Deleted: ${named(op.before as Entry)}` : "Something deleted"
}

export function detailOf({ entry }: Pick<UnsentChange, "entry">): string {
  if (!entry) return ""
  const { label, facts } = metaOf(entry)
  return facts(entry.payload, entry)
    .map(([what, answer]) => (what === label ? answer : `${what}: ${answer}`))
    .join(" · ")
}

export const draftInWords = (name: string) => `A half-written ${DRAFTS[name.split(" ")[0] as string] ?? "page"}`

export const allAsText = ({ changes, drafts }: Unsent) =>
  [
    ...changes.map(change => `${titleOf(change)}\n${asText(change.op)}`),
    ...drafts.map(({ name, value }) => `${draftInWords(name)}\n${draftAsText(value)}`),
  ].join("\n\n")

const named = (entry: Entry) => `${metaOf(entry).label}, ${momentInSentence(entry.occurred_at)}`
