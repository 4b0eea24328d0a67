import { useEffect } from "preact/hooks"
import { useLocation } from "preact-iso"
import { Toast } from "../ui/Toast"
import { Notices } from "./Notices"
import { followWorker } from "./opened"
import { Routes } from "./Routes"
import { person } from "./session"
import { Tabs } from "./Tabs"

export function Shell() {
  const { path, route } = useLocation()
  useEffect(() => followWorker(route), [])
  return (
    <div class="app">
      <header class="topbar">
        <div class="topbar-row">
          <a class="brand" href="/">
            <img src="/icons/icon.svg" width={28} height={28} alt="" />
            Backstory
          </a>
          <a class="urgent-link" href="/urgent" aria-current={path === "/urgent" ? "page" : undefined}>
            Urgent symptoms
          </a>
        </div>
        <Notices />
      </header>
      <Routes />
      <Toast />
      {person.value && <Tabs role={person.value.role} />}
    </div>
  )
}
