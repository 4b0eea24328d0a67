import type { CareKind } from "../data/types"

export const CARE: Record<CareKind, string> = {
  heat: "Heat",
  ice: "Ice",
  medicine: "Medicine",
  stretch: "Stretching",
  rest: "Rest",
  walk: "A walk",
  self_massage: "Self-massage",
  other: "Something else",
}

export const listed = (parts: (string | null | undefined | false)[]) => parts.filter(Boolean).join(" · ")
export const yesNo = (answer: boolean | undefined) => (answer ? "Yes" : "No")
export const outOfTen = (score: number) => `${score} of 10`
