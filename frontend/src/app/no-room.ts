import { NoRoom, NotSaved } from "../data/outbox"
import { sayUntilClosed } from "../ui/Toast"

/**
 * Whatever could not be saved, on a full phone or a broken one, stays on the screen, because its form waits for the save.
 * Said in one place: a form that forgot to would leave the person guessing.
 */
addEventListener("unhandledrejection", event => {
  const { reason } = event
  const full = reason?.name === "QuotaExceededError"
  if (!full && !(reason instanceof NotSaved)) return
  event.preventDefault()
  sayUntilClosed((full ? new NoRoom({ cause: reason }) : reason).message)
})
