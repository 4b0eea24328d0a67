import { dayInWords } from "../data/time"
import { linear } from "../ui/linear"
import type { Day } from "./days"
import { PainCurve, PainGrid } from "./PainCurve"

const WIDTH = 360
const HEIGHT = 220
const LEFT = 26
const RIGHT = 8
const TOP = 22
const BOTTOM = 44

/** A label near an end would be cut there. */
const anchor = (along: number) => (along > 0.9 ? "end" : along < 0.1 ? "start" : "middle")

/** Pain day by day, always from 0 to 10; sessions as lines through it, spasms as ticks below. */
export function PainLine({ days }: { days: Day[] }) {
  const { at: x } = linear([0, Math.max(1, days.length - 1)], [LEFT, WIDTH - RIGHT])
  const { at: y } = linear([0, 10], [HEIGHT - BOTTOM, TOP])
  const small = days.length > 31
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label="Average pain by day. The same numbers are in the table below."
      >
        <PainGrid left={LEFT} right={WIDTH - RIGHT} y={y} gap={6} />
        {days.map((day, index) => (
          <g key={day.date}>
            {day.sessions > 0 && (
              <>
                <line class="chart-session" x1={x(index)} x2={x(index)} y1={TOP - 4} y2={y(0)} />
                <text class="chart-label" x={x(index)} y={TOP - 8} text-anchor={anchor(index / days.length)}>
                  session
                </text>
              </>
            )}
            {day.spasms > 0 && <line class="chart-spasm" x1={x(index)} x2={x(index)} y1={y(0) + 6} y2={y(0) + 14} />}
          </g>
        ))}
        <PainCurve days={days} x={x} y={y} radius={small ? 2 : 3.5} />
        <text class="chart-label" x={LEFT} y={HEIGHT - 6}>
          {dayInWords(days[0]?.date ?? "")}
        </text>
        <text class="chart-label" x={WIDTH - RIGHT} y={HEIGHT - 6} text-anchor="end">
          {dayInWords(days.at(-1)?.date ?? "")}
        </text>
      </svg>
      <figcaption class="muted">
        Line: average pain. Upright lines: sessions. Ticks below: days with a spasm. Open dots: written late.
      </figcaption>
    </figure>
  )
}
