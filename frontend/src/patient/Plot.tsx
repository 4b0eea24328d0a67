import type { StoryDay } from "../data/types"
import { PainCurve, PainGrid } from "../trends/PainCurve"
import { StopMark } from "../ui/StopMark"
import { datesToName, labelsThatFit, type Scale } from "./chart-scale"
import { shortDay } from "./day-words"

type Props = { days: StoryDay[]; scale: Scale; tooMuch: Set<string> }

export function Plot({ days, scale, tooMuch }: Props) {
  const { x, y, left, right, step, foot } = scale
  const radius = step > 8 ? 4 : step > 4 ? 3 : 2
  return (
    <>
      <PainGrid left={left} right={right} y={y} gap={10} />
      <text class="chart-label" x={0} y={y(5) + 4}>
        Pain
      </text>
      <Sessions days={days} scale={scale} tooMuch={tooMuch} />
      <PainCurve days={days} x={x} y={y} radius={radius} />
      {datesToName(days.length, right).map(index => (
        <text key={index} class="chart-label" x={Math.min(x(index), right - 16)} y={foot + 16} text-anchor="middle">
          {shortDay(days[index]?.date ?? "")}
        </text>
      ))}
    </>
  )
}

const LABEL_ROOM = 52

function Sessions({ days, scale: { x, top, foot, right }, tooMuch }: Props) {
  const those = days.flatMap((day, index) => (day.treatments > 0 ? [{ date: day.date, at: x(index) }] : []))
  const fits = labelsThatFit(
    those.map(({ at }) => at),
    LABEL_ROOM,
  )
  return (
    <>
      <text class="chart-label" x={0} y={12}>
        Sessions
      </text>
      {those.map(({ date, at }, index) => (
        <g key={date}>
          <line class="chart-session" x1={at} x2={at} y1={top - 8} y2={foot} />
          {tooMuch.has(date) ? (
            <StopMark x={at} y={top - 10} size={7} />
          ) : (
            <path class="chart-session-mark" d={`M${at - 5} ${top - 15}h10l-5 8z`} />
          )}
          {fits[index] && (
            <text class="chart-label chart-label-strong" x={Math.min(at, right - 14)} y={12} text-anchor="middle">
              {shortDay(date)}
            </text>
          )}
        </g>
      ))}
    </>
  )
}
