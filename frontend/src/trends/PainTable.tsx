import { dayInWords } from "../data/time"
import { More } from "../ui/form/fields"
import type { Day } from "./days"

export function PainTable({ days }: { days: Day[] }) {
  return (
    <More title="The same as a table">
      <table class="table numbers">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Average pain</th>
            <th scope="col">Spasms</th>
            <th scope="col">Sessions</th>
          </tr>
        </thead>
        <tbody>
          {[...days].reverse().map(({ date, average, late, spasms, sessions }) => (
            <tr key={date}>
              <th scope="row">{dayInWords(date)}</th>
              <td>{average === null ? "none" : `${average}${late ? " (late)" : ""}`}</td>
              <td>{spasms || ""}</td>
              <td>{sessions || ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </More>
  )
}
