const CORNERS = Array.from({ length: 8 }, (_, n) => Math.PI / 8 + (n * Math.PI) / 4)

/** "Too much" wherever it is drawn: eight corners and a bar, told by its shape and not by a colour. */
export function StopMark({ x, y, size }: { x: number; y: number; size: number }) {
  const points = CORNERS.map(
    turn => `${(x + size * Math.cos(turn)).toFixed(1)},${(y + size * Math.sin(turn)).toFixed(1)}`,
  )
  return (
    <g class="stop-mark">
      <polygon points={points.join(" ")} />
      <rect x={x - size * 0.6} y={y - size * 0.18} width={size * 1.2} height={size * 0.36} />
    </g>
  )
}
