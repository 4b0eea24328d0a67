import type { ComponentChildren, RefObject } from "preact"
import { ARMS, HEAD, OUTLINE, SEEN } from "./shapes"

type Props = {
  clip: string
  label: string
  drawing?: RefObject<SVGSVGElement | null>
  /** To look at, not to tap: one picture with one name. */
  picture?: boolean
  children?: ComponentChildren
}

/** The standing figure, and the outline to which everything drawn on it is cut. */
export function Figure({ clip, label, drawing, picture, children }: Props) {
  return (
    <svg ref={drawing} class="figure" viewBox={SEEN.join(" ")} role={picture ? "img" : "group"} aria-label={label}>
      <clipPath id={clip}>
        <path d={OUTLINE} />
      </clipPath>
      <clipPath id={`${clip}-arms`}>
        <path d="M40 100C24 140 19 190 11 262A11 11 0 0 0 33 263C41 191 47 141 61 104z" />
        <path d="M200 100C216 140 221 190 229 262A11 11 0 0 1 207 263C199 191 193 141 179 104z" />
      </clipPath>
      <g class="figure-skin">
        {ARMS.map(arm => (
          <path key={arm} class="figure-arm" d={arm} />
        ))}
        <ellipse {...HEAD} />
        <path d={OUTLINE} />
      </g>
      {children}
      <g class="figure-edge">
        <path d={OUTLINE} />
        <ellipse {...HEAD} />
      </g>
    </svg>
  )
}
