import { database } from "./db"

/** Half-written pages, kept through a reload, a lost connection and another sign-in until they are saved or dropped. */
export async function draft<T>(name: string): Promise<T | undefined> {
  return (await (await database()).get("drafts", name)) as T | undefined
}

export async function keepDraft(name: string, written: unknown): Promise<void> {
  await (await database()).put("drafts", written, name)
}

export async function dropDraft(name: string): Promise<void> {
  await (await database()).delete("drafts", name)
}
