import { draft } from "../data/drafts"
import { useLive } from "../data/live"
import { SESSION_DRAFT } from "../kinds/treatment/session"
import { Icon } from "../ui/Icon"

export function Steps({ id }: { id: string }) {
  const begun = useLive(async () => (await draft(SESSION_DRAFT + id)) !== undefined, [id])
  return (
    <div class="line">
      <a class="button button-main" href={`/patients/${id}/session`}>
        <Icon name="treatment" size={20} /> {begun ? "Go on with the session" : "Record a session"}
      </a>
      <a class="button" href={`/patients/${id}/note`}>
        <Icon name="note" size={20} /> Write a note
      </a>
    </div>
  )
}
