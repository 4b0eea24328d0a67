import { Icon } from "../ui/Icon"

export function Sets({ count, done, tap }: { count: number; done: number; tap: (done: number) => void }) {
  if (count < 2) return null
  return (
    <fieldset class="stack-s">
      <legend>Sets done</legend>
      <div class="sets">
        {Array.from({ length: count }, (_, index) => index + 1).map(set => (
          <button
            key={set}
            type="button"
            class="set"
            aria-pressed={set <= done}
            aria-label={`Set ${set}`}
            onClick={() => tap(set === done ? set - 1 : set)}
          >
            {set <= done ? <Icon name="check" /> : set}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
