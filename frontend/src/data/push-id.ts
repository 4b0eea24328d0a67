/** Where this phone remembers under which name the server reaches it: only while the person wants reminders here. */
export const MY_PUSH_ID = "backstory.push"

/**
 * The name of a push subscription, made from its endpoint: the page and the worker agree on it without telling each
 * other, and the same subscription offered twice is one.
 */
export async function pushId(endpoint: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint))).slice(0, 16)
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80 // UUID version 8: a hash of our own
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = [...hash].map(byte => byte.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}
