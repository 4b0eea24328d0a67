import { expect, test } from "vitest"
import openapi from "../../openapi.json"
import regions from "../../src/ui/body/regions.json"
import { SEEN, shapesOf, WIDTH } from "../../src/ui/body/shapes"

const centre = ([x, , width]: [number, number, number, number]) => x + width / 2

test("seen from behind, the person's left lies at the viewer's left", () => {
  for (const { side, box } of shapesOf("back")) {
    if (side === "left") expect(centre(box)).toBeLessThan(WIDTH / 2)
    if (side === "right") expect(centre(box)).toBeGreaterThan(WIDTH / 2)
  }
})

test("seen from the front, the person's left lies at the viewer's right", () => {
  for (const { side, box } of shapesOf("front")) {
    if (side === "left") expect(centre(box)).toBeGreaterThan(WIDTH / 2)
    if (side === "right") expect(centre(box)).toBeLessThan(WIDTH / 2)
  }
})

test("every region and side of the list is drawn once, and nothing else", () => {
  const listed = regions.flatMap(({ id, sides }) => sides.map(side => `${id} ${side}`)).sort()
  const drawn = [...shapesOf("back"), ...shapesOf("front")].map(({ region, side }) => `${region} ${side}`).sort()
  expect(drawn).toEqual(listed)
})

test("the server and the map know the same regions", () => {
  expect(regions.map(({ id }) => id).sort()).toEqual(
    [...openapi.components.schemas.Place.properties.region.enum].sort(),
  )
})

test("the map names at least 24 places", () => {
  expect(regions.flatMap(({ sides }) => sides).length).toBeGreaterThanOrEqual(24)
})

test("every place takes a finger of 44 px on a screen of 360 px", () => {
  const scale = (360 - 2 * 16 - 2) / SEEN[2] // the card that it stands in keeps its distance and its border
  for (const { region, box } of [...shapesOf("back"), ...shapesOf("front")]) {
    expect(box[2] * scale, region).toBeGreaterThanOrEqual(44)
    expect(box[3] * scale, region).toBeGreaterThanOrEqual(44)
  }
})

test("no two places take the same tap", () => {
  for (const view of ["back", "front"] as const) {
    const shapes = shapesOf(view)
    for (const [index, a] of shapes.entries())
      for (const b of shapes.slice(index + 1)) {
        const apart =
          a.box[0] + a.box[2] <= b.box[0] ||
          b.box[0] + b.box[2] <= a.box[0] ||
          a.box[1] + a.box[3] <= b.box[1] ||
          b.box[1] + b.box[3] <= a.box[1]
        expect(apart, `${a.region} ${a.side} and ${b.region} ${b.side}`).toBe(true)
      }
  }
})
