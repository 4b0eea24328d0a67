import type { Entry, Note } from "../../data/types"
import { EntryLine } from "../../ui/EntryLine"

export function Row({ entry }: { entry: Entry<Note> }) {
  const { text, private: onlyPractice } = entry.payload
  return <EntryLine entry={entry} icon="note" title={onlyPractice ? "Private note" : "Note"} detail={text} />
}
