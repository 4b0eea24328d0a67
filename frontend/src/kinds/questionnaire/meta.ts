import type { KindMeta } from "../kind"
import { Row } from "./Row"

export const questionnaire: KindMeta<"questionnaire"> = {
  label: "Questionnaire",
  icon: "questionnaire",
  author: "patient",
  Row,
  facts: pay => [
    ["Form", `${pay.form.toUpperCase()}, version ${pay.form_version}`],
    ["Score", String(pay.score)],
  ],
}
