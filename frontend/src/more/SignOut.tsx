import { useEffect, useRef, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { person, signOut } from "../app/session"
import { sendFirst } from "../data/leave"
import type { Unsent } from "../data/unsent"
import { Icon } from "../ui/Icon"
import { say } from "../ui/Toast"
import { saveAsText } from "../ui/text-file"
import { allAsText, detailOf, draftInWords, titleOf } from "./change-words"

/** Signing out clears this phone. So what only this phone has is sent first, or shown and asked about. */
export function SignOut() {
  const { route } = useLocation()
  const [trying, setTrying] = useState(false)
  const [left, setLeft] = useState<Unsent | null>(null)

  async function ask() {
    const who = person.value
    if (!who || trying) return
    setTrying(true)
    const unsent = await sendFirst(who)
    setTrying(false)
    if (unsent.changes.length + unsent.drafts.length > 0) setLeft(unsent)
    else await leave()
  }
  async function leave() {
    say("Signed out")
    const told = signOut()
    route("/", true)
    await told
  }
  return (
    <>
      <button type="button" class="button" aria-disabled={trying} onClick={ask}>
        <Icon name="out" size={20} /> Sign out
      </button>
      <p class="muted" role="status">
        {trying && "Sending what waits first"}
      </p>
      {left && <WouldBeLost left={left} stay={() => setLeft(null)} leave={leave} />}
    </>
  )
}

function WouldBeLost({ left, stay, leave }: { left: Unsent; stay: () => void; leave: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [kept, setKept] = useState(false)
  useEffect(() => dialog.current?.showModal(), [])
  const close = () => dialog.current?.close() // gives the focus back, which taking it off the page would not
  const count = left.changes.length + left.drafts.length
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="would-be-lost" onClose={stay}>
      <h2 id="would-be-lost">{count === 1 ? "One thing is" : `${count} things are`} only on this phone</h2>
      <p>Signing out clears this phone, and this would be lost:</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <ul class="list dialog-list" tabIndex={0} aria-label="What would be lost">
        {left.changes.map(change => (
          <li key={change.op.op_id} class="list-row">
            <strong>{titleOf(change)}</strong>
            <span class="entry-detail">{detailOf(change)}</span>
          </li>
        ))}
        {left.drafts.map(({ name }) => (
          <li key={name} class="list-row">
            {draftInWords(name)}
          </li>
        ))}
      </ul>
      <p class="muted" role="status">
        {kept && "Saved as a text file, among your downloads."}
      </p>
      <div class="stack-s">
        <button type="button" class="button button-main" autofocus onClick={close}>
          Stay signed in
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            saveAsText("backstory-not-sent", allAsText(left))
            setKept(true)
          }}
        >
          Save as text
        </button>
        <button type="button" class="button" onClick={leave}>
          Sign out and lose {count === 1 ? "this" : "these"}
        </button>
      </div>
    </dialog>
  )
}
