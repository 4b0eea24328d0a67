import { placeInWords } from "../../ui/body/words"
import type { Fact, KindMeta } from "../kind"
import { Row } from "./Row"
import { areaInWords } from "./words"

export const treatment: KindMeta<"treatment"> = {
  label: "Session",
  icon: "treatment",
  author: "practice",
  Row,
  form: () => import("./Form"),
  facts: pay => {
    const facts: Fact[] = (pay.areas ?? []).map(area => [placeInWords(area), areaInWords(area)])
    if (pay.notes) facts.push(["Notes", pay.notes])
    if (pay.plan) facts.push(["Plan", pay.plan])
    return facts
  },
}
