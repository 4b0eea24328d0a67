import { useEffect, useRef } from "preact/hooks"

/** Loads more as it scrolls into view; a button for those who do not scroll. */
export function EndOfPage({ reached }: { reached: () => void }) {
  const end = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!end.current) return
    const watcher = new IntersectionObserver(seen => seen.some(({ isIntersecting }) => isIntersecting) && reached())
    watcher.observe(end.current)
    return () => watcher.disconnect()
  }, [reached])
  return (
    <button type="button" class="button" ref={end} onClick={reached}>
      Show earlier
    </button>
  )
}
