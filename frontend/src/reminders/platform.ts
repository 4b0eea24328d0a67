/** Whose way to notifications this device has. An iPad calls itself a Mac, but no Mac is touched. */
export function platform({ userAgent, maxTouchPoints } = navigator): "apple" | "android" | "computer" {
  if (/iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return "apple"
  return /Android/.test(userAgent) ? "android" : "computer"
}
