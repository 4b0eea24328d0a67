import { useLayoutEffect, useRef, useState } from "preact/hooks"
import type { StoryDay } from "../data/types"
import { HEIGHT, scaleOf } from "./chart-scale"
import { storyDayInWords } from "./day-words"
import { Lanes } from "./Lanes"
import { Plot } from "./Plot"

type Props = { days: StoryDay[]; tooMuch: Set<string>; show: (date: string) => void }
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 }

/** The days side by side: pain as a line, sessions through it, the rest in lanes below. Any day can be read out. */
export function PainChart({ days, tooMuch, show }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [at, setAt] = useState<number | null>(null)
  useLayoutEffect(() => {
    if (!frame.current) return
    const watcher = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    watcher.observe(frame.current)
    setWidth(Math.floor(frame.current.clientWidth))
    return () => watcher.disconnect()
  }, [])
  const scale = scaleOf(days.length, width)
  const last = days.length - 1
  const chosen = at === null || at > last ? null : at
  const day = days[chosen ?? last]

  function keys(event: KeyboardEvent) {
    const step = STEPS[event.key]
    if (event.key === "Enter" && day) show(day.date)
    else if (event.key === "Home") setAt(0)
    else if (event.key === "End") setAt(last)
    else if (step) setAt(Math.min(last, Math.max(0, (chosen ?? last + 1) + step)))
    else return
    event.preventDefault()
  }
  const point = (event: { clientX: number }) => {
    const box = frame.current?.getBoundingClientRect()
    if (box) setAt(scale.dayAt(event.clientX - box.left))
  }

  return (
    <div class="story-chart stack-s">
      <div
        ref={frame}
        class="story-frame"
        role="slider"
        tabIndex={0}
        aria-label="Pain day by day. Arrow keys go through the days, Enter shows a day's entries."
        aria-valuemin={1}
        aria-valuemax={days.length}
        aria-valuenow={(chosen ?? last) + 1}
        aria-valuetext={day && storyDayInWords(day)}
        onKeyDown={keys}
        onPointerMove={point}
        onPointerDown={point}
        onClick={() => day && chosen !== null && show(day.date)}
      >
        {width > 0 && (
          <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
            {chosen !== null && (
              <rect
                class="story-day"
                x={scale.x(chosen) - Math.max(2, scale.step / 2)}
                y={0}
                width={Math.max(4, scale.step)}
                height={scale.foot}
              />
            )}
            <Plot days={days} scale={scale} tooMuch={tooMuch} />
            <Lanes days={days} scale={scale} />
          </svg>
        )}
      </div>
      <p class="story-readout numbers" aria-hidden="true">
        {day && storyDayInWords(day)}
      </p>
    </div>
  )
}
