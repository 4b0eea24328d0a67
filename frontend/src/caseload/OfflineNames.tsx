import { useLive } from "../data/live"
import { instantInWords } from "../data/time"
import { listed } from "../kinds/words"
import { Icon } from "../ui/Icon"
import { Empty } from "../ui/states"
import { matches } from "./look"
import { keptNames } from "./names"

/** Without a connection: no histories, but sessions can be recorded. */
export function OfflineNames({ wanted }: { wanted: string }) {
  const names = useLive(keptNames)
  if (!names) return null
  const found = names.filter(({ name }) => matches(name, wanted))
  return (
    <>
      <div class="notice">
        <p>
          You are offline. Histories are not kept on this device, but you can record a session: it will be sent when
          there is a connection.
        </p>
      </div>
      {found.length === 0 && <Empty>No patient's name is on this device yet.</Empty>}
      {found.length > 0 && (
        <ul class="list">
          {found.map(({ id, name, next_appointment_at }) => (
            <li key={id}>
              <a class="list-link" href={`/patients/${id}/session`}>
                <Icon name="treatment" />
                <span>
                  <strong>{name}</strong>
                  <span class="entry-detail">
                    {listed(["Record a session", next_appointment_at && instantInWords(next_appointment_at)])}
                  </span>
                </span>
                <Icon name="next" size={20} />
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
