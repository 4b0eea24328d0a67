import type { ComponentType } from "preact"
import type { Entry, Kind, PayloadOf } from "../data/types"
import type { IconName } from "../ui/Icon"

export type Fact = [what: string, answer: string]
export type FormProps<K extends Kind> = {
  patientId: string
  /** The entry to change; absent when a new one is written. */
  entry?: Entry<PayloadOf<K>>
  saved: (entry: { id: string; patient_id: string }) => void
}
export type Form<K extends Kind> = ComponentType<FormProps<K>>

/** Everything that a screen needs to know of a kind without knowing the kind. */
export type KindMeta<K extends Kind = Kind> = {
  label: string
  icon: IconName
  author: "patient" | "practice" | "either"
  Row: ComponentType<{ entry: Entry<PayloadOf<K>> }>
  facts: (payload: PayloadOf<K>, entry: Entry<PayloadOf<K>>) => Fact[]
  form?: () => Promise<{ default: Form<K> }>
}
