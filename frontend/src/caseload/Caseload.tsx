import { useEffect, useRef, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import "../styles/caseload.css"
import { person } from "../app/session"
import { answer, api } from "../data/api"
import { useFetched } from "../data/fetched"
import type { Glance } from "../data/types"
import { Fetched } from "../ui/Fetched"
import { Icon } from "../ui/Icon"
import { Screen } from "../ui/Screen"
import { SyncLine } from "../ui/SyncLine"
import { Empty } from "../ui/states"
import { byNeed, matches } from "./look"
import { keepNames } from "./names"
import { OfflineNames } from "./OfflineNames"
import { PatientLine } from "./PatientLine"
import { nextLine } from "./steps"

export default function Caseload() {
  const [wanted, setWanted] = useState("")
  const search = useRef<HTMLInputElement>(null)
  const { route } = useLocation()
  const read = useFetched("patients", async () => {
    const said = await answer(api.GET("/api/v1/patients"))
    await keepNames(said.items)
    return said
  })
  useEffect(() => {
    const find = (event: KeyboardEvent) => {
      if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      search.current?.focus()
    }
    addEventListener("keydown", find)
    return () => removeEventListener("keydown", find)
  }, [])

  return (
    <Screen title="Patients" wide>
      <SyncLine />
      <search class="caseload-bar" onKeyDown={nextLine}>
        <form
          role="search"
          onSubmit={event => {
            event.preventDefault()
            const first = found(read.data?.items ?? [], wanted)[0]
            if (first && wanted.trim()) route(`/patients/${first.glance.id}`)
          }}
        >
          <label class="unseen" for="search">
            Find a patient by name
          </label>
          <input
            ref={search}
            id="search"
            type="search"
            placeholder="Find by name"
            title="Ctrl+K"
            autocomplete="off"
            value={wanted}
            onInput={event => setWanted(event.currentTarget.value)}
          />
        </form>
        {enrols() && (
          <a class="button" href="/enrol">
            <Icon name="plus" size={20} /> Enrol a patient
          </a>
        )}
      </search>
      {read.state === "offline" && read.data === undefined ? (
        <OfflineNames wanted={wanted} />
      ) : (
        <Fetched read={read}>{({ items }) => <Lines items={items} wanted={wanted} />}</Fetched>
      )}
    </Screen>
  )
}

const enrols = () => person.value?.role === "clinician"

function Lines({ items, wanted }: { items: Glance[]; wanted: string }) {
  const shown = found(items, wanted)
  if (!enrols())
    return (
      <Empty>
        <p>Administrators see no patients. Sign in as a clinician to work with them.</p>
      </Empty>
    )
  if (items.length === 0)
    return (
      <Empty>
        <p>
          Nobody shares with your practice yet. Enrol your first patient: they scan a code, and choose what to share.
        </p>
        <a class="button button-main" href="/enrol">
          Enrol a patient
        </a>
      </Empty>
    )
  return (
    <>
      <p class="unseen" role="status">
        {wanted && `${shown.length} found`}
      </p>
      {shown.length === 0 && <Empty>Nobody of that name.</Empty>}
      <div class="caseload-head" aria-hidden="true">
        <span>Patient</span>
        <span>Last check-in</span>
        <span>Next appointment</span>
        <span>Pain, 28 days</span>
      </div>
      {shown.length > 0 && (
        <ul class="list caseload" onKeyDown={nextLine}>
          {shown.map(looked => (
            <li key={looked.glance.id}>
              <PatientLine looked={looked} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const found = (items: Glance[], wanted: string) =>
  byNeed(
    items.filter(({ name }) => matches(name, wanted)),
    new Date(),
  )
