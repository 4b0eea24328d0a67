import { Screen } from "../ui/Screen"

export function Missing() {
  return (
    <Screen title="Nothing here">
      <p>This address leads nowhere. It may be old or mistyped.</p>
      <a class="button" href="/">
        Go to the first page
      </a>
    </Screen>
  )
}
