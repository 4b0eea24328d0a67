import { useLocation } from "preact-iso"
import { remove } from "../data/outbox"
import { syncSoon } from "../data/triggers"
import type { FormProps } from "../kinds/kind"
import { say } from "../ui/Toast"

/** After something new was written: said, with a way back, sent as soon as may be, and Today again. */
export function useSaved(): FormProps<"note">["saved"] {
  const { route } = useLocation()
  return entry => {
    say("Saved on this phone", () => remove(entry).then(syncSoon))
    syncSoon()
    route("/")
  }
}
