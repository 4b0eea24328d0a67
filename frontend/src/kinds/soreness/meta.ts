import { placesInWords } from "../../ui/body/words"
import type { Fact, KindMeta } from "../kind"
import { outOfTen } from "../words"
import { Row } from "./Row"

export const soreness: KindMeta<"soreness"> = {
  label: "Soreness",
  icon: "soreness",
  author: "patient",
  Row,
  form: () => import("./Form"),
  facts: pay => {
    const facts: Fact[] = [["Sore to touch", outOfTen(pay.score)]]
    if (pay.regions?.length) facts.push(["Where", placesInWords(pay.regions)])
    if (pay.too_much_pressure?.length) facts.push(["Pressure was too much", placesInWords(pay.too_much_pressure)])
    if (pay.bruising) facts.push(["Bruising", "Yes"])
    if (pay.worse_than_expected) facts.push(["Worse than expected", "Yes"])
    if (pay.back_pain_now != null) facts.push(["Back pain then", outOfTen(pay.back_pain_now)])
    if (pay.note) facts.push(["Note", pay.note])
    return facts
  },
}
