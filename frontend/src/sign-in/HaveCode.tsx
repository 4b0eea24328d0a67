import { useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { Text } from "../ui/form/fields"

/** For those who got the code as text and cannot scan it. */
export function HaveCode() {
  const { route } = useLocation()
  const [code, setCode] = useState("")
  return (
    <form
      class="card"
      onSubmit={event => {
        event.preventDefault()
        if (code.trim()) route(`/join/${encodeURIComponent(code.trim().toUpperCase())}`)
      }}
    >
      <h2>New here?</h2>
      <Text
        label="The code from your practice"
        value={code}
        write={setCode}
        hint="Like ABCDE-FGHJK. You can also scan it."
      />
      <button type="submit" class="button">
        Join with the code
      </button>
    </form>
  )
}
