import type { KindMeta } from "../kind"
import { Row } from "./Row"

export const posture: KindMeta<"posture"> = {
  label: "Posture",
  icon: "posture",
  author: "practice",
  Row,
  facts: pay => [
    ...(pay.findings ?? []).map(({ segment, finding }) => [segment, finding] as [string, string]),
    ...(pay.note ? [["Note", pay.note] as [string, string]] : []),
  ],
}
