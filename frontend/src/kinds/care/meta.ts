import type { KindMeta } from "../kind"
import { Row } from "./Row"

export const care: KindMeta<"care"> = {
  label: "Other care",
  icon: "care",
  author: "patient",
  Row,
  facts: pay => [
    ["What", pay.what ?? ""],
    ...(pay.dose ? [["How much", pay.dose] as [string, string]] : []),
    ...(pay.note ? [["Note", pay.note] as [string, string]] : []),
  ],
}
