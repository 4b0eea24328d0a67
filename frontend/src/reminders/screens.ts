/** One file for the browser: each by itself is too small to be worth a request. */
export { Guide } from "./Guide"
export { Ledger } from "./Ledger"
export { Phones } from "./Phones"
export { Quiet } from "./Quiet"
export { Reminders } from "./Reminders"
export { Rule } from "./Rule"
export { Snooze } from "./Snooze"
export { Tell } from "./Tell"
