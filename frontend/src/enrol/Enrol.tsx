import { useEffect, useRef, useState } from "preact/hooks"
import "../styles/enrol.css"
import { answer, api, Offline, Problem } from "../data/api"
import { instantInWords } from "../data/time"
import type { Enrolment } from "../data/types"
import { Icon } from "../ui/Icon"
import { Screen } from "../ui/Screen"
import { Loading } from "../ui/states"

/** A one-time code for one new patient: to scan, to read out, or to take home on paper. */
export default function Enrol() {
  const [made, setMade] = useState<Enrolment>()
  const [trouble, setTrouble] = useState("")
  const [busy, setBusy] = useState(true)
  const asked = useRef(false)

  async function make() {
    setBusy(true)
    setTrouble("")
    try {
      setMade(await answer(api.POST("/api/v1/enrolments")))
    } catch (error) {
      if (!(error instanceof Offline || error instanceof Problem)) throw error
      setTrouble(
        error instanceof Offline
          ? "You are offline. A code is made by the server: try again when there is a connection."
          : error.status === 403
            ? "Only a clinician can enrol patients."
            : "The server could not make a code just now. Try again in a minute.",
      )
    } finally {
      setBusy(false)
    }
  }
  useEffect(() => {
    if (!asked.current) void make()
    asked.current = true
  }, [])

  return (
    <Screen title="Enrol a patient" back="/">
      {made ? <Card made={made} /> : busy && <Loading />}
      {trouble && (
        <p class="notice" role="alert">
          {trouble}
        </p>
      )}
      <div class="line not-printed">
        <button type="button" class="button" disabled={busy} onClick={make}>
          {made ? "Make another" : "Make a code"}
        </button>
        {made && (
          <button type="button" class="button" onClick={() => print()}>
            Print
          </button>
        )}
      </div>
      <p class="muted">
        Each code is for one patient and works once. The patient decides what to share, and can stop at any time.
      </p>
    </Screen>
  )
}

function Card({ made: { code, url, qr, expires_at, practice } }: { made: Enrolment }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => setCopied(false), [code])
  return (
    <section class="card enrol">
      <p class="enrol-code numbers">{code}</p>
      <img class="enrol-qr" src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(qr)}`} alt="QR code to join" />
      <div class="stack" aria-live="polite">
        <p class="muted">{practice.name} invites you. Scan this with your phone's camera.</p>
        <p>
          Or type this address: <strong class="enrol-address">{url.replace(/^https?:\/\//, "")}</strong>
        </p>
        <p>
          <Icon name="wait" size={20} /> Until {instantInWords(expires_at)}
        </p>
        {navigator.clipboard && (
          <button
            type="button"
            class="button not-printed"
            onClick={() => navigator.clipboard.writeText(url).then(() => setCopied(true))}
          >
            {copied ? "Copied" : "Copy the address"}
          </button>
        )}
      </div>
    </section>
  )
}
