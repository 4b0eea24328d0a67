import { useEffect, useRef } from "preact/hooks"
import type { TreatedArea } from "../../data/types"
import { placeInWords } from "../../ui/body/words"
import { OneOf, optionsOf } from "../../ui/form/Chips"
import { More } from "../../ui/form/fields"
import { Scale } from "../../ui/form/Scale"
import { Icon } from "../../ui/Icon"
import { HoldTimer } from "./HoldTimer"
import type { WorkedArea } from "./session"
import { areaInWords, RESPONSES, TECHNIQUES, TOOLS } from "./words"

const SECONDS = [10, 15, 20, 30].map(n => [n, `${n} s`] as const)
const LEVELS = [1, 2, 3, 4, 5].map(n => [n, String(n)] as const)

type Props = {
  area: WorkedArea
  lastTime: TreatedArea[]
  tell: (some: Partial<TreatedArea>) => void
  again: () => void
  remove: () => void
  next: () => void
}

/** One place at a time, in the order in which it happens: how long, how hard, with what, and what the patient said. */
export function AreaPanel({ area, lastTime, tell, again, remove, next }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    // On a phone the map fills the screen and the questions come after it; on a laptop both are in sight.
    const below = (heading.current?.getBoundingClientRect().bottom ?? 0) > innerHeight * 0.6
    if (below) heading.current?.scrollIntoView({ block: "start" })
    else heading.current?.scrollIntoView({ block: "nearest" })
  }, [])
  return (
    <section class="card session-area">
      <div class="line apart nowrap">
        <h2 ref={heading} tabIndex={-1}>
          {placeInWords(area)}
        </h2>
        <button type="button" class="button button-round" aria-label={`Remove ${placeInWords(area)}`} onClick={remove}>
          <Icon name="bin" size={20} />
        </button>
      </div>
      {lastTime.map((before, index) => (
        <p key={index} class="muted">
          Last time: {areaInWords(before)}
        </p>
      ))}
      <OneOf question="How long" options={SECONDS} value={area.seconds} choose={seconds => tell({ seconds })} />
      <HoldTimer seconds={area.seconds} stop={area.response === "too_much"} timed={seconds => tell({ seconds })} />
      <OneOf
        question="Pressure, 1 light to 5 strong"
        options={LEVELS}
        value={area.pressure}
        choose={pressure => tell({ pressure })}
      />
      <OneOf question="With" options={optionsOf(TOOLS)} value={area.tool} choose={tool => tell({ tool })} />
      <div class="stack-s">
        <OneOf
          question="What the patient says"
          options={optionsOf(RESPONSES)}
          value={area.response}
          choose={response => tell({ response })}
        />
        {area.response && (
          <button type="button" class="button button-plain" onClick={() => tell({ response: undefined })}>
            Not asked after all
          </button>
        )}
      </div>
      <More title="Pain, tension, technique">
        <Scale
          small
          optional
          question="Pain before"
          value={area.pain_before}
          choose={n => tell({ pain_before: n ?? undefined })}
        />
        <Scale
          small
          optional
          question="Pain after"
          value={area.pain_after}
          choose={n => tell({ pain_after: n ?? undefined })}
        />
        <OneOf
          question="Tension found, 1 soft to 5 hard"
          options={LEVELS}
          value={area.tension}
          choose={tension => tell({ tension })}
        />
        <OneOf
          question="Technique"
          options={optionsOf(TECHNIQUES)}
          value={area.technique}
          choose={technique => tell({ technique })}
        />
      </More>
      <div class="line">
        <button type="button" class="button button-main" onClick={next}>
          Next place
        </button>
        <button type="button" class="button" onClick={again}>
          Once more here
        </button>
      </div>
    </section>
  )
}
