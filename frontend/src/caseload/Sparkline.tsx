const WIDTH = 112
const HEIGHT = 32
const EDGE = 3

/** Four weeks of pain at a glance, from 0 at the foot to 10 at the top; a day without an answer is a gap. */
export function Sparkline({ values }: { values: (number | null)[] }) {
  const answered = values.filter(value => value !== null)
  const last = values.at(-1) ?? null
  return (
    <>
      <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
        <line class="chart-grid" x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />
        <path class="sparkline-pain" d={pathOf(values)} />
        {last !== null && <circle class="chart-dot" cx={x(values.length - 1, values.length)} cy={y(last)} r={2.5} />}
      </svg>
      <span class="unseen">
        {answered.length === 0
          ? "No check-ins in 28 days"
          : `28 days: pain ${Math.min(...answered)} to ${Math.max(...answered)}, ${answered.length} answered`}
      </span>
    </>
  )
}

export function pathOf(values: (number | null)[]): string {
  let pen = false
  return values
    .map((value, index) => {
      if (value === null) {
        pen = false
        return ""
      }
      const point = `${x(index, values.length).toFixed(1)} ${y(value).toFixed(1)}`
      // A lone day would have no length: a line to itself is drawn as a dot by its round ends.
      const step = pen ? `L${point}` : `M${point}L${point}`
      pen = true
      return step
    })
    .join("")
}

const x = (index: number, count: number) => EDGE + (index * (WIDTH - 2 * EDGE)) / Math.max(1, count - 1)
const y = (value: number) => HEIGHT - EDGE - (value * (HEIGHT - 2 * EDGE)) / 10
