import { NoRoom } from "../data/outbox"
import { sayUntilClosed } from "../ui/Toast"

/**
 * Whatever was being saved when the phone was full stays as it is on the screen, because its form waits for the save.
 * Said in one place: a form that forgot to would leave the person guessing.
 */
addEventListener("unhandledrejection", event => {
  const { reason } = event
  if (!(reason instanceof NoRoom || reason?.name === "QuotaExceededError")) return
  event.preventDefault()
  sayUntilClosed(reason instanceof NoRoom ? reason.message : new NoRoom({ cause: reason }).message)
})
