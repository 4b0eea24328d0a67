import type { KindMeta } from "../kind"
import { Row } from "./Row"

export const redflag: KindMeta<"redflag"> = {
  label: "Urgent symptoms",
  icon: "redflag",
  author: "patient",
  Row,
  facts: pay => [
    ["Signs", (pay.symptoms ?? []).map(sign => sign.replaceAll("_", " ")).join("; ") || "None named"],
    ["Cleared", pay.cleared ? "Yes" : "Not yet"],
  ],
}
