import { useId } from "preact/hooks"
import { Icon } from "../Icon"

const NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const PAIN: [string, string] = ["0: no pain", "10: worst pain imaginable"]

type Props = {
  question: string
  value: number | null | undefined
  choose: (value: number | null) => void
  ends?: [string, string]
  small?: boolean
  /** A question that may stay open can be opened again. */
  optional?: boolean
}

/** Eleven numbers, none chosen beforehand: a number that nobody picked is not an answer. */
export function Scale({ question, value, choose, ends = PAIN, small, optional }: Props) {
  const name = useId()
  return (
    <fieldset class={small ? "scale scale-small" : "scale"}>
      <legend class={small ? undefined : "question"}>{question}</legend>
      <div class="scale-ends" aria-hidden="true">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </div>
      <div class="scale-numbers">
        {NUMBERS.map(n => (
          <label key={n} class="scale-number" data-n={n}>
            <input
              type="radio"
              name={name}
              value={n}
              checked={value === n}
              aria-label={n === 0 ? ends[0] : n === 10 ? ends[1] : String(n)}
              onChange={() => choose(n)}
            />
            <span aria-hidden="true">{n}</span>
          </label>
        ))}
        {optional && value != null && (
          <button type="button" class="button" aria-label={`Take back: ${question}`} onClick={() => choose(null)}>
            <Icon name="close" size={20} />
          </button>
        )}
      </div>
    </fieldset>
  )
}
