import { placesInWords } from "../../ui/body/words"
import type { Fact, KindMeta } from "../kind"
import { CARE, outOfTen, yesNo } from "../words"
import { Row } from "./Row"

export const checkin: KindMeta<"checkin"> = {
  label: "Check-in",
  icon: "checkin",
  author: "patient",
  Row,
  form: () => import("./Form"),
  facts: pay => {
    const facts: Fact[] = [["Average pain", outOfTen(pay.average)]]
    if (pay.worst != null) facts.push(["Worst pain", outOfTen(pay.worst)])
    if (pay.now != null) facts.push(["Pain then", outOfTen(pay.now)])
    if (pay.regions?.length) facts.push(["Where", placesInWords(pay.regions)])
    if (pay.stiffness_minutes != null) facts.push(["Stiff on waking", `${pay.stiffness_minutes} min`])
    if (pay.sleep != null) facts.push(["Sleep", outOfTen(pay.sleep)])
    if (pay.mood != null) facts.push(["Mood", outOfTen(pay.mood)])
    if (pay.interference != null) facts.push(["In the way of the day", outOfTen(pay.interference)])
    if (pay.flare) facts.push(["A flare", yesNo(true)])
    if (pay.care?.length) facts.push(["What you did for it", pay.care.map(kind => CARE[kind]).join(", ")])
    if (pay.note) facts.push(["Note", pay.note])
    return facts
  },
}
