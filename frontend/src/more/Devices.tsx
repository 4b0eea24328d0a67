import { answer, api } from "../data/api"
import { useDocument } from "../data/documents"
import { instantInWords } from "../data/time"
import type { Device } from "../data/types"
import { Screen } from "../ui/Screen"
import { Shown } from "../ui/states"
import { say } from "../ui/Toast"

export default function Devices() {
  const devices = useDocument("sessions", () => answer(api.GET("/api/v1/sessions")))
  async function end(device: Device) {
    try {
      await answer(api.DELETE("/api/v1/sessions/{sign_in_id}", { params: { path: { sign_in_id: device.id } } }))
      say(`${device.device} is signed out`)
      devices.again()
    } catch {
      say("That did not work just now. Try again when you are online.")
    }
  }
  return (
    <Screen title="My devices" back="/more">
      <p class="muted">Where you are signed in. End what you do not know.</p>
      <Shown read={devices}>
        {({ items }) => (
          <ul class="list">
            {items.map(device => (
              <li key={device.id} class="list-row line apart">
                <span>
                  {device.device || "Unknown device"} {device.current && <span class="tag">this one</span>}
                  <br />
                  <span class="muted">Last seen {instantInWords(device.last_seen_at)}</span>
                </span>
                {!device.current && (
                  <button
                    type="button"
                    class="button"
                    aria-label={`Sign out ${device.device}`}
                    onClick={() => end(device)}
                  >
                    Sign out
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Screen>
  )
}
