import { useState } from "preact/hooks"
import { answer, api } from "../data/api"
import type { PlanItem } from "../data/types"
import { doseInWords } from "../kinds/exercise/words"
import { Icon } from "../ui/Icon"
import { say } from "../ui/Toast"
import { PrescribeForm } from "./PrescribeForm"
import { troubleInWords } from "./trouble"
import { daysInWords } from "./weekdays"

type Props = { patientId: string; items: PlanItem[]; changed: () => void }

export function Plan({ patientId, items, changed }: Props) {
  const [open, setOpen] = useState<"new" | string | null>(null)
  const current = items.filter(({ ended_at }) => ended_at === null)
  const close = () => {
    setOpen(null)
    changed()
  }

  async function end({ id, name }: PlanItem) {
    if (!confirm(`End ${name}? The patient no longer sees it as an exercise of the day.`)) return
    const params = { path: { patient_id: patientId, item_id: id } }
    try {
      await answer(api.DELETE("/api/v1/patients/{patient_id}/plan/{item_id}", { params }))
      say(`${name} has ended`)
      changed()
    } catch (error) {
      say(troubleInWords(error))
    }
  }

  return (
    <section class="card">
      <h2>Exercises at home</h2>
      {current.length === 0 && <p class="muted">Nothing prescribed.</p>}
      {current.length > 0 && (
        <ul class="stack">
          {current.map(item => (
            <li key={item.id} class="stack-s">
              <div class="line apart nowrap">
                <span>
                  <strong>{item.name}</strong> <span class="muted">{doseInWords(item)}, </span>
                  <span class="muted">{daysInWords(item.days)}</span>
                  {item.note && <span class="entry-detail">{item.note}</span>}
                </span>
                <span class="line nowrap">
                  <button
                    type="button"
                    class="button button-round"
                    aria-label={`Change the dose of ${item.name}`}
                    aria-expanded={open === item.id}
                    onClick={() => setOpen(open === item.id ? null : item.id)}
                  >
                    <Icon name="edit" size={20} />
                  </button>
                  <button
                    type="button"
                    class="button button-round"
                    aria-label={`End ${item.name}`}
                    onClick={() => end(item)}
                  >
                    <Icon name="close" size={20} />
                  </button>
                </span>
              </div>
              {open === item.id && <PrescribeForm patientId={patientId} item={item} done={close} />}
            </li>
          ))}
        </ul>
      )}
      {open === "new" ? (
        <PrescribeForm patientId={patientId} done={close} />
      ) : (
        <button type="button" class="button" onClick={() => setOpen("new")}>
          <Icon name="plus" size={20} /> Prescribe an exercise
        </button>
      )}
    </section>
  )
}
