import { instantInWords } from "../data/time"
import type { Entry } from "../data/types"
import { metaOf } from "../kinds"

export function Facts({ entry }: { entry: Entry }) {
  const facts = metaOf(entry).facts(entry.payload, entry)
  return (
    <div class="card">
      <dl class="facts">
        {facts.map(([what, answer], index) => (
          <Fact key={index} what={what} answer={answer} />
        ))}
        {entry.late && <Fact what="Written late" answer={`on ${instantInWords(entry.captured_at)}`} />}
      </dl>
    </div>
  )
}

function Fact({ what, answer }: { what: string; answer: string }) {
  return (
    <>
      <dt>{what}</dt>
      <dd>{answer}</dd>
    </>
  )
}
