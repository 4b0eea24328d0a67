import type { ComponentChildren } from "preact"
import { useId } from "preact/hooks"
import { wallClock } from "../../data/time"
import { Icon } from "../Icon"

type TextProps = {
  label: string
  value: string
  write: (value: string) => void
  hint?: string
  problem?: string
  long?: boolean
  type?: "text" | "password" | "time" | "search" | "date" | "email"
  autocomplete?: string
  required?: boolean
  /** As many characters as the server takes. */
  most?: number
  /** The earliest day. */
  from?: string
}

export function Text(props: TextProps) {
  const { label, value, write, hint, problem, long, type = "text", autocomplete, required, most = 8000, from } = props
  const id = useId()
  const shared = {
    id,
    value,
    required,
    maxLength: most,
    onInput: (event: { currentTarget: { value: string } }) => write(event.currentTarget.value),
    "aria-describedby": hint || problem ? `${id}-hint` : undefined,
    "aria-invalid": problem ? ("true" as const) : undefined,
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {long ? (
        <textarea {...shared} rows={4} />
      ) : (
        <input {...shared} min={from} type={type as "text"} autocomplete={autocomplete} />
      )}
      {(problem || hint) && (
        <span id={`${id}-hint`} class={problem ? "field-problem" : "hint"}>
          {problem ?? hint}
        </span>
      )}
    </div>
  )
}

export function Tick({ label, on, turn }: { label: ComponentChildren; on: boolean; turn: (on: boolean) => void }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={on} onChange={event => turn(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  )
}

/** A wall-clock time. A kept one stays in the offset that it was written with, wherever the phone is now. */
export function When({ label, value, write }: { label: string; value: string; write: (value: string) => void }) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        value={value.slice(0, 16)}
        max={wallClock().slice(0, 16)}
        onChange={event => {
          const { value: local } = event.currentTarget
          if (local) write(`${local.slice(0, 16)}:00${value.slice(19)}`)
        }}
      />
    </div>
  )
}

export function More({ title, open, children }: { title: string; open?: boolean; children: ComponentChildren }) {
  return (
    <details class="more" open={open}>
      <summary>
        {title}
        <Icon name="down" size={20} />
      </summary>
      <div class="stack">{children}</div>
    </details>
  )
}

export function SaveBar({ label = "Save", disabled, hint }: { label?: string; disabled?: boolean; hint?: string }) {
  return (
    <div class="save-bar stack-s">
      {disabled && hint && <p class="muted">{hint}</p>}
      <button type="submit" class="button button-main button-wide button-big" disabled={disabled}>
        {label}
      </button>
    </div>
  )
}
