/**
 * PEG: three items about the past week, 0 to 10, the score is their mean. Krebs EE et al., "Development and initial
 * validation of the PEG", J Gen Intern Med 2009;24:733-738; free to use when the source is named.
 */
export const FORM_VERSION = "1"

export type Item = "pain" | "enjoyment" | "activity"
const INTERFERES: [string, string] = ["0: does not interfere", "10: completely interferes"]
export const ITEMS: [Item, string, [string, string]][] = [
  [
    "pain",
    "What number best describes your pain on average in the past week?",
    ["0: no pain", "10: pain as bad as you can imagine"],
  ],
  [
    "enjoyment",
    "What number best describes how, during the past week, pain has interfered with your enjoyment of life?",
    INTERFERES,
  ],
  [
    "activity",
    "What number best describes how, during the past week, pain has interfered with your general activity?",
    INTERFERES,
  ],
]
export const SHORT: Record<Item, string> = {
  pain: "Pain on average",
  enjoyment: "Interfered with enjoyment of life",
  activity: "Interfered with general activity",
}

export type Answers = Partial<Record<Item, number>>

/** With two decimals, as far as three items go; missing until all three are answered. */
export function pegScore(answers: Answers): number | undefined {
  const given = ITEMS.flatMap(([item]) => answers[item] ?? [])
  return given.length === ITEMS.length
    ? Math.round((given.reduce((a, b) => a + b) / given.length) * 100) / 100
    : undefined
}
