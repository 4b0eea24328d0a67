import { lengthInWords, minutesBetween, momentInWords } from "../../data/time"
import { placesInWords } from "../../ui/body/words"
import type { Fact, KindMeta } from "../kind"
import { CARE, outOfTen } from "../words"
import { Row } from "./Row"
import { CONTINUED, TRIGGERS, TYPES } from "./words"

export const spasm: KindMeta<"spasm"> = {
  label: "Spasm",
  icon: "spasm",
  author: "patient",
  Row,
  form: () => import("./Form"),
  facts: (pay, { occurred_at, ended_at }) => {
    const facts: Fact[] = [["At its strongest", outOfTen(pay.peak)]]
    if (ended_at)
      facts.push(["Ended", `${momentInWords(ended_at)}, after ${lengthInWords(minutesBetween(occurred_at, ended_at))}`])
    else facts.push(["Ended", "Still going on"])
    if (pay.regions?.length) facts.push(["Where", placesInWords(pay.regions)])
    if (pay.type && pay.type !== "unknown") facts.push(["What it was like", TYPES[pay.type]])
    if (pay.trigger && pay.trigger !== "unknown") facts.push(["What set it off", TRIGGERS[pay.trigger]])
    if (pay.continued && pay.continued !== "unknown") facts.push(["Could go on", CONTINUED[pay.continued]])
    if (pay.helped?.length) facts.push(["What helped", pay.helped.map(kind => CARE[kind]).join(", ")])
    if (pay.settled_minutes != null) facts.push(["Settled after", lengthInWords(pay.settled_minutes)])
    if (pay.note) facts.push(["Note", pay.note])
    return facts
  },
}
