import type { KindMeta } from "../kind"
import { Row } from "./Row"

export const note: KindMeta<"note"> = {
  label: "Note",
  icon: "note",
  author: "either",
  Row,
  form: () => import("./Form"),
  facts: pay => [
    ["Note", pay.text ?? ""],
    ...(pay.private ? [["Who sees it", "Only the practice"] as [string, string]] : []),
  ],
}
