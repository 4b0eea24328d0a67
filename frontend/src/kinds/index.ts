import type { Entry, Kind } from "../data/types"
import { care } from "./care/meta"
import { checkin } from "./checkin/meta"
import { exercise } from "./exercise/meta"
import { injury } from "./injury/meta"
import type { KindMeta } from "./kind"
import { note } from "./note/meta"
import { posture } from "./posture/meta"
import { questionnaire } from "./questionnaire/meta"
import { redflag } from "./redflag/meta"
import { soreness } from "./soreness/meta"
import { spasm } from "./spasm/meta"
import { treatment } from "./treatment/meta"

export const kinds = {
  checkin,
  spasm,
  soreness,
  exercise,
  treatment,
  posture,
  injury,
  questionnaire,
  care,
  note,
  redflag,
} satisfies { [K in Kind]: KindMeta<K> }

export const KINDS = Object.keys(kinds) as Kind[]

/** The compiler cannot follow that an entry's kind picks the right meta; this is the one place that says so. */
export const metaOf = (entry: Entry): KindMeta => kinds[entry.payload.kind] as unknown as KindMeta
