import { useState } from "preact/hooks"
import { ErrorBoundary, LocationProvider } from "preact-iso"
import { Broken } from "./Broken"
import { Shell } from "./Shell"

export function App() {
  const [broken, setBroken] = useState(false)
  if (broken) return <Broken />
  return (
    <LocationProvider>
      <ErrorBoundary
        onError={error => {
          console.error(error)
          setBroken(true)
        }}
      >
        <Shell />
      </ErrorBoundary>
    </LocationProvider>
  )
}
