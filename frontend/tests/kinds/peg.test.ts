import { expect, test } from "vitest"
import { pegScore } from "../../src/kinds/questionnaire/peg"

test("the score is the mean of three answers, and 0 is one", () => {
  expect(pegScore({ pain: 0, enjoyment: 0, activity: 0 })).toBe(0)
  expect(pegScore({ pain: 5, enjoyment: 6, activity: 6 })).toBe(5.67)
  expect(pegScore({ pain: 10, enjoyment: 10, activity: 10 })).toBe(10)
})

test("two answers are no score", () => {
  expect(pegScore({ pain: 5, enjoyment: 6 })).toBeUndefined()
})
