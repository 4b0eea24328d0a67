import type { StoryDay } from "../data/types"
import { LANES, type Lane, type Scale } from "./chart-scale"

type Props = { days: StoryDay[]; scale: Scale }
const WORDS: Record<Lane, string> = { spasms: "Spasms", soreness: "Soreness", exercises: "Exercises" }
const ROOM_FOR_A_NUMBER = 13

export function Lanes({ days, scale }: Props) {
  const { x, lane, left, right, step } = scale
  const wide = step >= ROOM_FOR_A_NUMBER
  const half = Math.min(9, Math.max(1.5, step / 2 - 1))
  return (
    <>
      {LANES.map(name => (
        <g key={name}>
          <text class="chart-label" x={0} y={lane(name) + 4}>
            {WORDS[name]}
          </text>
          <line class="chart-grid" x1={left} x2={right} y1={lane(name) + 12} y2={lane(name) + 12} />
        </g>
      ))}
      {days.map((day, index) => (
        <g key={day.date}>
          {day.spasms > 0 && (
            <line class="chart-spasm" x1={x(index)} x2={x(index)} y1={lane("spasms") - 7} y2={lane("spasms") + 7} />
          )}
          {day.spasms > 1 && wide && (
            <text class="chart-label" x={x(index) + 3} y={lane("spasms") + 4}>
              {day.spasms}
            </text>
          )}
          {day.soreness !== null && (
            <g data-n={day.soreness}>
              <rect
                class="story-soreness"
                x={x(index) - half}
                y={lane("soreness") - 8}
                width={2 * half}
                height={16}
                rx={2}
              />
              {wide && (
                <text class="story-soreness-number" x={x(index)} y={lane("soreness") + 4} text-anchor="middle">
                  {day.soreness}
                </text>
              )}
            </g>
          )}
          {(day.exercises_done > 0 || day.exercises_skipped > 0) && (
            <circle
              class={day.exercises_done > 0 ? "story-exercise" : "story-exercise story-exercise-skipped"}
              cx={x(index)}
              cy={lane("exercises")}
              r={Math.min(4, half + 0.5)}
            />
          )}
        </g>
      ))}
    </>
  )
}
