import { useId } from "preact/hooks"

type Options<T extends string | number> = readonly (readonly [T, string])[]

export function OneOf<T extends string | number>(props: {
  question: string
  options: Options<T>
  value: T | null | undefined
  choose: (value: T) => void
}) {
  const name = useId()
  return (
    <fieldset class="stack-s">
      <legend>{props.question}</legend>
      <div class="chips">
        {props.options.map(([value, words]) => (
          <label key={value} class="chip">
            <input type="radio" name={name} checked={props.value === value} onChange={() => props.choose(value)} />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export function AnyOf<T extends string>(props: {
  question: string
  options: Options<T>
  value: readonly T[]
  choose: (value: T[]) => void
}) {
  const toggle = (one: T) =>
    props.choose(props.value.includes(one) ? props.value.filter(other => other !== one) : [...props.value, one])
  return (
    <fieldset class="stack-s">
      <legend>{props.question}</legend>
      <div class="chips">
        {props.options.map(([value, words]) => (
          <label key={value} class="chip">
            <input type="checkbox" checked={props.value.includes(value)} onChange={() => toggle(value)} />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export const optionsOf = <T extends string>(words: Record<T, string>) => Object.entries(words) as [T, string][]
