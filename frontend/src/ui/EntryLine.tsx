import type { ComponentChildren } from "preact"
import { clockInWords } from "../data/time"
import type { Entry } from "../data/types"
import { clockInDoubt } from "../entry/clock-words"
import { authorInWords, entryAddress } from "./entry-address"
import { Icon, type IconName } from "./Icon"
import { Score } from "./Score"

type Props = { entry: Entry; icon: IconName; title: ComponentChildren; detail?: string; score?: number | null }

/** One line of the timeline: a picture, words, the place and the number. */
export function EntryLine({ entry, icon, title, detail, score }: Props) {
  const author = authorInWords(entry)
  return (
    <a class="entry" href={entryAddress(entry)}>
      <span class="entry-icon">
        <Icon name={icon} size={20} />
      </span>
      <span>
        <span class="entry-title">{title}</span> <span class="muted numbers">{clockInWords(entry.occurred_at)}</span>{" "}
        {author && <span class="muted small">{author} </span>}
        {entry.version === 0 && <span class="tag">not sent yet</span>}
        {clockInDoubt(entry).map(doubt => (
          <span key={doubt} class="tag">
            {doubt}
          </span>
        ))}
        {detail && <span class="entry-detail"> {detail}</span>}
      </span>
      {score != null && <Score of={score} />}
    </a>
  )
}
