import { StopMark } from "../StopMark"
import type { Shape } from "./shapes"

/** One place of the body: what is seen, cut to the outline, and what takes the finger. */
export function Area({ shape: { region, box, drawn }, clip }: { shape: Shape; clip: string }) {
  return (
    <>
      <rect
        class="region-drawn"
        x={drawn[0] + 1}
        y={drawn[1] + 1}
        width={drawn[2] - 2}
        height={drawn[3] - 2}
        rx={6}
        clip-path={region === "arm" ? `url(#${clip}-arms)` : `url(#${clip})`}
      />
      <rect class="region-touch" x={box[0]} y={box[1]} width={box[2]} height={box[3]} rx={6} />
    </>
  )
}

export function Mark({ shape: { region, box, drawn }, words }: { shape: Shape; words: string }) {
  const [x, y] = middle({ region, box, drawn })
  return (
    <text class="region-mark" x={x} y={y}>
      {words}
    </text>
  )
}

export function Stop({ shape }: { shape: Shape }) {
  const [x, y] = middle(shape)
  return <StopMark x={x} y={y} size={11} />
}

function middle({ region, box, drawn }: Pick<Shape, "region" | "box" | "drawn">): [number, number] {
  const [x, y, width, height] = region === "arm" ? box : drawn
  return [x + width / 2, y + height / 2]
}
