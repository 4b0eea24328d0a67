import { useState } from "preact/hooks"
import { newId } from "../../data/outbox"

/** One thing for each form on the screen, not for each tap: a second tap on Save writes the same one again. */
export function useOneId(known?: { id: string }): string {
  const [id] = useState(() => known?.id ?? newId())
  return id
}
