import { useState } from "preact/hooks"

const REASONS = ["Too much pain", "No time", "Not well", "Not sure how"]

export function Skip({ skip }: { skip: (reason: string) => void }) {
  const [open, setOpen] = useState(false)
  if (!open)
    return (
      <button type="button" class="button" onClick={() => setOpen(true)}>
        Skip it today
      </button>
    )
  return (
    <section class="stack-s">
      <h2>Skip, because</h2>
      <div class="chips">
        {REASONS.map(reason => (
          <button key={reason} type="button" class="chip" onClick={() => skip(reason)}>
            {reason}
          </button>
        ))}
        <button type="button" class="chip" onClick={() => skip("")}>
          I would rather not say
        </button>
      </div>
    </section>
  )
}
