import { about } from "../app/about"
import { Screen } from "../ui/Screen"

/** The signs of DOMAIN 5, in everyday words. This page never diagnoses and never reassures. */
const SIGNS = [
  "Numbness between your legs or around your back passage",
  "It feels different when you wipe yourself",
  "Difficulty starting to pass urine, or stopping",
  "You do not feel the urine passing",
  "Leaking urine",
  "Not knowing whether your bladder is full or empty",
  "Leaking from the bowel",
  "Loss of sexual feeling or function",
  "Both legs painful, weak or numb, or getting worse",
]
const KNOWN_EVERYWHERE = "112"

export default function Urgent() {
  const number = about.value?.emergency_number || KNOWN_EVERYWHERE
  return (
    <Screen title="Urgent symptoms" back="/">
      <div class="notice notice-strong">
        <p>
          <strong>If you have one of these signs, go to an emergency department now.</strong>
        </p>
        <p>Nobody watches this app live. Writing it down here tells nobody in time.</p>
      </div>
      <a class="button button-main button-big" href={`tel:${number}`}>
        Call {number}
      </a>
      <ul class="list">
        {SIGNS.map(sign => (
          <li key={sign} class="list-row">
            {sign}
          </li>
        ))}
      </ul>
      <p class="muted">
        If you are not sure, ask for help now. Say that you have back pain, and which of these signs you have.
      </p>
    </Screen>
  )
}
