import type { Entry } from "../data/types"
import { metaOf } from "../kinds"
import { clockInDoubt } from "./clock-words"

export function Facts({ entry }: { entry: Entry }) {
  return (
    <div class="card">
      <FactList entry={entry} />
    </div>
  )
}

/** With `beside`, what differs from that other version stands out. */
export function FactList({ entry, beside }: { entry: Entry; beside?: Entry | null }) {
  const others = new Map(beside ? factsOf(beside) : [])
  return (
    <dl class="facts">
      {factsOf(entry).map(([what, answer], index) => (
        <Fact key={index} what={what} answer={answer} differs={!!beside && others.get(what) !== answer} />
      ))}
      {clockInDoubt(entry).map(doubt => (
        <Fact key={doubt} what="Time" answer={doubt} />
      ))}
    </dl>
  )
}

function Fact({ what, answer, differs }: { what: string; answer: string; differs?: boolean }) {
  return (
    <>
      <dt>{what}</dt>
      <dd>{differs ? <strong>{answer}</strong> : answer}</dd>
    </>
  )
}

const factsOf = (entry: Entry) => metaOf(entry).facts(entry.payload, entry)
