import type { ComponentChildren } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import { Icon } from "./Icon"

type Props = { title: string; back?: string; wide?: boolean; children?: ComponentChildren }

let first = true

/** A page of the app: names itself to the browser, and takes the focus when it replaces another page. */
export function Screen({ title, back, wide, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    document.title = title === "Backstory" ? title : `${title} · Backstory`
    if (!first) {
      scrollTo(0, 0)
      heading.current?.focus({ preventScroll: true })
    }
    first = false
  }, [title])
  return (
    <main class={wide ? "screen screen-wide" : "screen"}>
      <div class="screen-head">
        {back && (
          <a class="back" href={back} aria-label="Back">
            <Icon name="back" />
          </a>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </div>
      {children}
    </main>
  )
}
