import { lazy, useRoute } from "preact-iso"
import { person } from "../app/session"
import type { Kind } from "../data/types"
import { kinds } from "../kinds"
import type { Form, KindMeta } from "../kinds/kind"
import { Screen } from "../ui/Screen"
import { useSaved } from "./saved"

const TITLES: Partial<Record<Kind, string>> = {
  checkin: "Check-in",
  soreness: "Soreness",
  note: "Note",
  questionnaire: "Three questions for this week",
}

/** A new entry of one kind, written with that kind's own form. */
export function logOf(kind: Kind) {
  const NewForm = formOf(kind)
  return function Log() {
    const saved = useSaved()
    const { params } = useRoute()
    const patientId = person.value?.patient_id
    if (!patientId) return null
    return (
      <Screen title={TITLES[kind] ?? kinds[kind].label} back="/">
        <NewForm key={params.about} patientId={patientId} saved={saved} />
      </Screen>
    )
  }
}

export function formOf(kind: Kind): Form<Kind> {
  const meta = kinds[kind] as unknown as KindMeta
  if (!meta.form) throw new Error(`${kind} has no form`)
  return lazy(meta.form)
}
