import { appearance, choose } from "../app/appearance"
import { OneOf } from "../ui/form/Chips"
import { Screen } from "../ui/Screen"

export default function AppearanceScreen() {
  return (
    <Screen title="Appearance" back="/more">
      <OneOf
        question="Light or dark"
        options={[["system", "Like my phone"] as const, ["light", "Light"] as const, ["dark", "Dark"] as const]}
        value={appearance.value}
        choose={choose}
      />
    </Screen>
  )
}
