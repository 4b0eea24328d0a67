import type { KindMeta } from "../kind"
import { outOfTen } from "../words"
import { Row } from "./Row"
import { doseInWords } from "./words"

export const exercise: KindMeta<"exercise"> = {
  label: "Exercise",
  icon: "exercise",
  author: "patient",
  Row,
  form: () => import("./Form"),
  facts: pay => {
    const dose = doseInWords(pay)
    return [
      ["Exercise", pay.name ?? ""],
      ["Done", pay.skipped ? "Skipped" : dose || "Yes, by own report"],
      ...(pay.reason ? [["Because", pay.reason] as [string, string]] : []),
      ...(pay.difficulty == null ? [] : [["How hard", outOfTen(pay.difficulty)] as [string, string]]),
      ...(pay.pain_before == null ? [] : [["Pain before", outOfTen(pay.pain_before)] as [string, string]]),
      ...(pay.pain_after == null ? [] : [["Pain after", outOfTen(pay.pain_after)] as [string, string]]),
    ]
  },
}
