import { line } from "d3-shape"

type Day = { date: string; average: number | null; late: boolean }
type Along = (value: number) => number

/** Pain is always drawn from 0 to 10: a scale that fits the numbers would make small changes look large. */
export function PainGrid({ left, right, y, gap }: { left: number; right: number; y: Along; gap: number }) {
  return [0, 5, 10].map(value => (
    <g key={value}>
      <line class="chart-grid" x1={left} x2={right} y1={y(value)} y2={y(value)} />
      <text class="chart-label" x={left - gap} y={y(value) + 4} text-anchor="end">
        {value}
      </text>
    </g>
  ))
}

/** A day without a check-in is a gap in the line, never a guess; one that was written late is an open dot. */
export function PainCurve({ days, x, y, radius }: { days: Day[]; x: Along; y: Along; radius: number }) {
  const path = line<Day>()
    .defined(day => day.average !== null)
    .x((_, index) => x(index))
    .y(day => y(day.average ?? 0))(days)
  return (
    <>
      {path && <path class="chart-pain" d={path} />}
      {days.map(
        (day, index) =>
          day.average !== null && (
            <circle
              key={day.date}
              class={day.late ? "chart-dot chart-dot-late" : "chart-dot"}
              cx={x(index)}
              cy={y(day.average)}
              r={radius}
            />
          ),
      )}
    </>
  )
}
