import { ErrorBoundary, LocationProvider } from "preact-iso"
import { Shell } from "./Shell"

export function App() {
  return (
    <LocationProvider>
      <ErrorBoundary>
        <Shell />
      </ErrorBoundary>
    </LocationProvider>
  )
}
