import { say } from "./Toast"

/** A file of the person's own words, made on the phone: it needs no connection. */
export function saveAsText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }))
  const link = Object.assign(document.createElement("a"), { href: address, download: `${name}.txt` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    say("Copied")
  } catch {
    say("It could not be copied here. Save it as a text file instead.")
  }
}
