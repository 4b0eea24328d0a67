import { useEffect, useState } from "preact/hooks"
import { InstallHint } from "../join/InstallHint"
import { More } from "../ui/form/fields"
import { Screen } from "../ui/Screen"
import { AllowReminders } from "./AllowReminders"
import { platform } from "./platform"

type Section = { name: string; about: string; steps: string[]; blocked: string[] }
const SECTIONS: Record<ReturnType<typeof platform>, Section> = {
  apple: {
    name: "iPhone and iPad",
    about: "Reminders need iOS or iPadOS 16.4 or newer, and the app on the home screen.",
    steps: [
      "Open this page in Safari.",
      "Tap Share, the square with an arrow. Then tap Add to Home Screen.",
      "Open Backstory from the home screen and sign in.",
      "Tap More, then Reminders, then Allow reminders on this phone.",
    ],
    blocked: [
      "Open the phone's Settings, then Notifications, then Backstory.",
      "Switch Allow Notifications on.",
      "If none comes: look whether a Focus is on, and open Backstory once.",
    ],
  },
  android: {
    name: "Android",
    about: "Reminders work in the browser. They are surer when the app is on the home screen.",
    steps: [
      "In the browser's menu, tap Add to home screen or Install.",
      "Open Backstory from the home screen.",
      "Tap More, then Reminders, then Allow reminders on this phone.",
    ],
    blocked: [
      "Tap the sign to the left of the address, then Permissions, then Notifications: allow them.",
      "In the phone's Settings, look under Apps for the browser or Backstory: Notifications on.",
      "If they come late: in the same place, under Battery, choose Unrestricted.",
    ],
  },
  computer: {
    name: "A computer",
    about: "Reminders come while the browser is running. A phone is surer.",
    steps: ["Tap More, then Reminders, then Allow reminders on this phone.", "Say yes when the browser asks."],
    blocked: [
      "Click the sign to the left of the address and allow notifications for this page.",
      "Look in the computer's settings whether the browser may show notifications, and whether Do not disturb is on.",
    ],
  },
}

export function Guide() {
  const here = platform()
  const others = (Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]).filter(one => one !== here)
  const [denied, setDenied] = useState(false)
  useEffect(() => setDenied(globalThis.Notification?.permission === "denied"), [])
  return (
    <Screen title="How to get reminders" back="/more/reminders">
      <section class="card">
        <AllowReminders inGuide main changed={state => setDenied(state === "denied")} />
      </section>
      <section class="stack">
        <h2>{SECTIONS[here].name}</h2>
        <Steps section={SECTIONS[here]} denied={denied} />
        {here === "android" && <InstallHint />}
      </section>
      <section class="stack-s">
        <h2>Other devices</h2>
        {others.map(one => (
          <More key={one} title={SECTIONS[one].name}>
            <Steps section={SECTIONS[one]} />
          </More>
        ))}
      </section>
      <p class="muted">
        Nothing helps? <a href="/more/reminders/phones">Use e-mail or your calendar instead</a>
      </p>
    </Screen>
  )
}

function Steps({ section: { about, steps, blocked }, denied }: { section: Section; denied?: boolean }) {
  const parts: [string, string[]][] = [
    ["To start", steps],
    [denied ? "Reminders are blocked here. To allow them" : "If they are blocked or do not come", blocked],
  ]
  return (
    <>
      <p>{about}</p>
      {(denied ? parts.reverse() : parts).map(([title, list]) => (
        <div key={title} class="stack-s">
          <h3>{title}</h3>
          <ol class="steps">
            {list.map(step => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </div>
      ))}
    </>
  )
}
