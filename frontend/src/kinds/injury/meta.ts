import { placesInWords } from "../../ui/body/words"
import type { KindMeta } from "../kind"
import { yesNo } from "../words"
import { Row } from "./Row"

export const injury: KindMeta<"injury"> = {
  label: "Injury",
  icon: "injury",
  author: "either",
  Row,
  facts: pay => [
    ["Doing what", pay.activity ?? ""],
    ["Where", placesInWords(pay.regions) || "Not said"],
    ["Had to stop", yesNo(pay.stopped)],
    ...(pay.note ? [["Note", pay.note] as [string, string]] : []),
  ],
}
