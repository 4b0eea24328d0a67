import { useState } from "preact/hooks"
import { database } from "../data/db"
import { keepDocument } from "../data/documents"
import { useLive } from "../data/live"
import { useStatus } from "../data/reminders"
import type { ReminderStatus } from "../data/types"
import { Icon } from "../ui/Icon"

type Kind = NonNullable<ReminderStatus["trouble"]>
const DISMISSED = "reminder trouble seen"
const FOR_A_WEEK_MS = 7 * 86_400_000

const WORDS: Record<Kind, (device: string) => [string, string, string]> = {
  no_device: () => ["Your reminders are on, but no phone allows them.", "Allow them here", "/more/reminders"],
  quiet: device => [
    `Reminders were sent to ${device}, but none was shown there lately.`,
    "What to look at",
    "/more/reminders/guide",
  ],
  gone: device => [`Reminders no longer reach ${device}.`, "Allow them again", "/more/reminders"],
  refused: () => ["Reminders could not be sent lately.", "Other ways to get them", "/more/reminders/phones"],
}

/** Reminders that do not arrive are told, and can be waved away for a week. */
export function Trouble() {
  const status = useStatus()
  const [closed, setClosed] = useState(false)
  const seen = useLive(async () => (await (await database()).get("documents", DISMISSED)) ?? null)
  const trouble = status.data?.trouble
  if (!trouble || closed || seen === undefined) return null
  if (seen?.data === trouble && Date.now() - seen.fetched_at < FOR_A_WEEK_MS) return null
  const [words, action, href] = WORDS[trouble](status.data?.device ?? "your phone")
  return (
    <section class="notice notice-close" aria-label="Reminders">
      <p>
        {words} <a href={href}>{action}</a>
      </p>
      <button
        type="button"
        class="button button-plain button-round"
        aria-label="Not now, tell me again in a week"
        onClick={() => {
          setClosed(true)
          void keepDocument(DISMISSED, trouble)
        }}
      >
        <Icon name="close" size={20} />
      </button>
    </section>
  )
}
