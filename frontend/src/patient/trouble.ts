import { Offline, Problem } from "../data/api"

/** Plans and appointments are kept by the server; what went wrong there, with a next step. */
export function troubleInWords(error: unknown): string {
  if (error instanceof Offline) return "You are offline, and this is kept by the server. Try again with a connection."
  if (!(error instanceof Problem)) throw error
  if (error.status === 401) return "You are signed out. Sign in, then try again."
  if (error.status === 403) return "Only a clinician can change this."
  if (error.status === 404) return "This patient does not share with you any more."
  if (error.status === 422) return "Something in it does not fit. Check the numbers and the time."
  return "The server could not do that just now. Try again in a minute."
}
