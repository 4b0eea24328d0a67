import type { Region, Side } from "../../data/types"
import regions from "./regions.json"

export type View = "back" | "front"
type Box = [x: number, y: number, width: number, height: number]
/** `box` takes the finger (44 px on the smallest phone); `drawn` is what is seen, cut to the outline. */
export type Shape = { region: Region; side: Side; box: Box; drawn: Box }

export const WIDTH = 240
const HEIGHT = 458
/** Cut close to the arms: each unit counts for fingers. */
export const SEEN: Box = [6, 0, WIDTH - 12, HEIGHT]
/** Our own drawing of a standing person, the same seen from behind and from the front. */
export const OUTLINE =
  "M135 44C135 46 134 54 135.5 58C137 62 138 64 144 67C150 70 162 72 170 75C178 78 186 82 191 86C196 90 197 94 197 102C197 110 193 122 191 132C189 142 188 152 186 162C184 172 182 182 182 190C182 198 183 204 185 212C187 220 192 231 194 240C196 249 197 256 197 264C197 272 197 280 195 290C193 300 189 315 186 325C183 335 178 343 177 352C176 361 178 369 177 378C176 387 171 396 168 404C165 412 161 420 161 426C161 432 165 436 166 440C167 444 171 447 168 449C165 451 156 451 150 451C144 451 137 450 135 448C133 446 137 440 138 436C139 432 141 433 140 426C139 419 133 404 132 392C131 380 136 366 136 354C136 342 131 332 129 322C127 312 124 298 123 292C122 286 121 284 120 284C119 284 118 286 117 292C116 298 113 312 111 322C109 332 104 342 104 354C104 366 109 380 108 392C107 404 101 419 100 426C99 433 101 432 102 436C103 440 107 446 105 448C103 450 96 451 90 451C84 451 75 451 72 449C69 447 73 444 74 440C75 436 79 432 79 426C79 420 75 412 72 404C69 396 64 387 63 378C62 369 64 361 63 352C62 343 57 335 54 325C51 315 47 300 45 290C43 280 43 272 43 264C43 256 44 249 46 240C48 231 53 220 55 212C57 204 58 198 58 190C58 182 56 172 54 162C52 152 51 142 49 132C47 122 43 110 43 102C43 94 44 90 49 86C54 82 62 78 70 75C78 72 90 70 96 67C102 64 103 62 104.5 58C106 54 105 46 105 44Z"
export const HEAD = { cx: 120, cy: 24, rx: 18, ry: 22 }
export const ARMS = ["M50 100C36 140 30 190 22 262", "M190 100C204 140 210 190 218 262"]
export const SPINE = "M120 62V236"

type Drawn = [region: Region, box: Box, drawn?: Box]

/** The half at the viewer's left, and what lies in the middle. The other half is its mirror. */
const BACK: Drawn[] = [
  ["neck", [68, 40, 36, 32], [104, 46, 10, 26]],
  ["trapezius", [40, 72, 80, 32]],
  ["scapula", [36, 104, 68, 34]],
  ["thoracic", [40, 138, 64, 34]],
  ["flank", [36, 172, 36, 36]],
  ["lumbar", [72, 172, 32, 36]],
  ["hip", [36, 208, 36, 36]],
  ["si_joint", [72, 208, 32, 36]],
  ["gluteal", [36, 244, 68, 42]],
  ["thigh_back", [36, 286, 83, 62]],
  ["calf", [40, 352, 79, 66]],
]
const BACK_MIDDLE: Drawn[] = [
  ["neck", [104, 40, 32, 32], [114, 46, 12, 26]],
  ["thoracic", [104, 104, 32, 68]],
  ["lumbar", [104, 172, 32, 36]],
  ["sacrum", [104, 208, 32, 36]],
  ["coccyx", [104, 244, 32, 34]],
]
const FRONT: Drawn[] = [
  ["shoulder", [36, 72, 40, 38]],
  ["chest", [76, 76, 44, 72]],
  ["arm", [4, 112, 38, 160]],
  ["abdomen", [44, 150, 76, 84]],
  ["groin", [76, 236, 44, 36]],
  ["thigh_front", [36, 274, 83, 56]],
  ["knee", [50, 332, 69, 34]],
  ["shin", [54, 368, 65, 46]],
  ["foot", [56, 416, 63, 40]],
]

export function shapesOf(view: View): Shape[] {
  // Seen from behind, the person's left is at the viewer's left; seen from the front it is at the viewer's right.
  const [near, far]: [Side, Side] = view === "back" ? ["left", "right"] : ["right", "left"]
  const middle = view === "back" ? BACK_MIDDLE : []
  return [
    ...(view === "back" ? BACK : FRONT).flatMap(([region, box, drawn = box]) => [
      { region, side: near, box, drawn },
      { region, side: far, box: mirrored(box), drawn: mirrored(drawn) },
    ]),
    ...middle.map(([region, box, drawn = box]) => ({ region, side: "midline" as const, box, drawn })),
  ].sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0])
}

export const viewOf = (region: string): View =>
  (regions.find(known => known.id === region)?.view as View | undefined) ?? "back"

const mirrored = ([x, y, width, height]: Box): Box => [WIDTH - x - width, y, width, height]
