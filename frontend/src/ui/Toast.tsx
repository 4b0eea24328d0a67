import { signal } from "@preact/signals"

type Message = { words: string; undo?: () => void | Promise<void> }
const message = signal<Message | null>(null)
const LONG_ENOUGH_TO_UNDO_MS = 10_000
let timer: ReturnType<typeof setTimeout> | undefined

export function say(words: string, undo?: Message["undo"]): void {
  sayUntilClosed(words, undo)
  timer = setTimeout(hush, LONG_ENOUGH_TO_UNDO_MS)
}

export function sayUntilClosed(words: string, undo?: Message["undo"]): void {
  clearTimeout(timer)
  message.value = { words, undo }
}

function hush() {
  message.value = null
}

/** Always on the page, so that screen readers hear what appears in it. */
export function Toast() {
  const { words, undo } = message.value ?? {}
  return (
    <div class="toast" role="status">
      {words && (
        <div>
          <span>{words}</span>
          <button
            type="button"
            onClick={() => {
              hush()
              void undo?.()
            }}
          >
            {undo ? "Undo" : "Close"}
          </button>
        </div>
      )}
    </div>
  )
}
