import { useEffect, useState } from "preact/hooks"
import { answer, api } from "../../data/api"
import { draft, dropDraft, keepDraft } from "../../data/drafts"
import { newId } from "../../data/outbox"
import type { Entry, Treatment } from "../../data/types"
import { begin, remember, reopen, SESSION_DRAFT, type Session, untouched } from "./session"

/** The session as it stands: every change is on the device before anything else happens to it. */
export function useSession(patientId: string, entry?: Entry<Treatment>) {
  const name = SESSION_DRAFT + (entry?.id ?? patientId)
  const [session, setSession] = useState<Session>()
  useEffect(() => {
    void draft<Session>(name).then(kept => setSession(kept ?? (entry ? reopen(entry) : begin(newId()))))
  }, [name])
  useEffect(() => {
    if (session) void (untouched(session) ? dropDraft(name) : keepDraft(name, session))
  }, [session])
  const known = session !== undefined
  useEffect(() => {
    if (!known) return
    void lastSession(patientId).then(
      last => setSession(before => before && remember(before, last)),
      () => undefined, // without a connection the draft's own memory of last time serves
    )
  }, [known, patientId])

  return {
    session,
    change: (next: (before: Session) => Session) => setSession(before => before && next(before)),
    draft: name,
    startAfresh: async () => {
      await dropDraft(name)
      setSession(before => before && { ...begin(newId()), last: before.last })
    },
  }
}

async function lastSession(patient_id: string): Promise<Entry<Treatment> | null> {
  const params = { path: { patient_id }, query: { kind: "treatment" as const, limit: 1 } }
  const { items } = await answer(api.GET("/api/v1/patients/{patient_id}/entries", { params }))
  return (items[0] as Entry<Treatment> | undefined) ?? null
}
