import type { Fact, KindMeta } from "../kind"
import { outOfTen } from "../words"
import { type Answers, ITEMS, SHORT } from "./peg"
import { Row } from "./Row"

export const questionnaire: KindMeta<"questionnaire"> = {
  label: "Questionnaire",
  icon: "questionnaire",
  author: "patient",
  Row,
  form: () => import("./Form"),
  facts: pay => {
    const answers = (pay.form === "peg" && !Array.isArray(pay.answers) ? pay.answers : {}) as Answers
    const given = ITEMS.flatMap(([item]): Fact[] => {
      const number = answers[item]
      return number === undefined ? [] : [[SHORT[item], outOfTen(number)]]
    })
    return [
      ["Form", `${pay.form.toUpperCase()}, version ${pay.form_version}`],
      ["Score", String(Math.round(pay.score * 10) / 10)],
      ...given,
    ]
  },
}
