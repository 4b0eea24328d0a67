import { useLive } from "../data/live"
import { unsent } from "../data/unsent"

/** Where the last words of this entry are, when they are only on this phone. */
export function NotSent({ id }: { id: string }) {
  const change = useLive(async () => (await unsent()).changes.find(({ op }) => op.entry_id === id) ?? null, [id])
  if (!change) return null
  if (change.state !== "rejected") return <p class="muted">Saved on this phone. It will be sent when you are online.</p>
  return (
    <p class="notice">
      We could not send this one. It is safe on this phone. <a href="/more/waiting">See why</a>
    </p>
  )
}
