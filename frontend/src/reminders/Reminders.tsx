import { useState } from "preact/hooks"
import { person } from "../app/session"
import { usePlan } from "../data/plans"
import { useRules, useSettings, useStatus } from "../data/reminders"
import type { Reminder } from "../data/types"
import { Icon, type IconName } from "../ui/Icon"
import { Screen } from "../ui/Screen"
import { Shown } from "../ui/states"
import { AllowReminders } from "./AllowReminders"
import { Later } from "./Later"
import type { Allowed } from "./push"
import { ICONS, NAMES, quietInWords, type RuleKind, ruleInWords } from "./words"

const ORDER = Object.keys(NAMES) as RuleKind[]

export function Reminders() {
  const [here, setHere] = useState<Allowed>()
  const rules = useRules()
  const settings = useSettings()
  const status = useStatus()
  const plan = usePlan(person.value?.patient_id ?? "")
  const prompt = status.data?.open_prompt
  const on = here === "on" || here === "confirming"
  return (
    <Screen title="Reminders" back="/more">
      <section class={here && here !== "unknown" && !on ? "card card-due" : "card"} aria-label="On this phone">
        <AllowReminders main changed={setHere} />
      </section>
      {prompt && <Later key={prompt.delivery_id} prompt={prompt} />}
      <section class="stack-s">
        <h2>What you are asked</h2>
        <Shown read={rules}>
          {({ items }) => (
            <>
              <ul class="list">
                {inOrder(items).map(rule => (
                  <Line
                    key={rule.id}
                    href={`/more/reminders/rule/${rule.id}`}
                    icon={ICONS[rule.kind]}
                    name={NAMES[rule.kind]}
                    detail={ruleInWords(rule, plan.data?.items)}
                  />
                ))}
              </ul>
              <a class="button button-plain" href="/more/reminders/rule/new">
                Another time for exercises
              </a>
            </>
          )}
        </Shown>
        <p class="muted">
          A reminder says nothing about your health, and does not come when you have already answered.
        </p>
      </section>
      <ul class="list">
        <Line
          href="/more/reminders/quiet"
          icon="wait"
          name="When not to disturb"
          detail={settings.data ? quietInWords(settings.data) : ""}
        />
        <Line href="/more/reminders/phones" icon="phone" name="Where they go" detail="Phones, e-mail, calendar" />
        <Line href="/more/reminders/ledger" icon="timeline" name="The last 14 days" detail="What you were asked" />
        <Line
          href="/more/reminders/guide"
          icon="about"
          name="How to get them"
          detail="If none comes, or on a new phone"
        />
      </ul>
    </Screen>
  )
}

function Line({ href, icon, name, detail }: { href: string; icon: IconName; name: string; detail: string }) {
  return (
    <li>
      <a class="list-link" href={href}>
        <Icon name={icon} />
        <span>
          {name}
          <span class="entry-detail">{detail}</span>
        </span>
        <Icon name="next" size={20} />
      </a>
    </li>
  )
}

const inOrder = (rules: Reminder[]) => [...rules].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
