import { dayInWords } from "../data/time"
import type { StoryDay } from "../data/types"
import { More } from "../ui/form/fields"
import { exercisesInWords, painInWords } from "./day-words"

export function DayTable({ days }: { days: StoryDay[] }) {
  return (
    <More title="The same as a table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where it is wider than the phone, also by arrow keys */}
      <section class="table-frame" aria-label="Day by day" tabIndex={0}>
        <table class="table numbers">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Pain</th>
              <th scope="col">Sessions</th>
              <th scope="col">Spasms</th>
              <th scope="col">Soreness</th>
              <th scope="col">Exercises</th>
            </tr>
          </thead>
          <tbody>
            {[...days].reverse().map(day => (
              <tr key={day.date}>
                <th scope="row">{dayInWords(day.date)}</th>
                <td>{painInWords(day)}</td>
                <td>{day.treatments || ""}</td>
                <td>{day.spasms || ""}</td>
                <td>{day.soreness ?? ""}</td>
                <td>{exercisesInWords(day)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </More>
  )
}
