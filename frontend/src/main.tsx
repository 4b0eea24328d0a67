import { render } from "preact"
import "./app/appearance"
import "./app/install"
import { App } from "./app/App"
import { askAbout } from "./app/about"
import { noteOpened } from "./app/opened"
import { resume } from "./app/session"
import { watchForNewVersion } from "./app/version"

noteOpened()
const root = document.getElementById("app")
if (!root) throw new Error("index.html has no #app")
render(<App />, root)

void resume()
// From the home screen the diary is meant to stay: ask the browser not to clear it when space runs out.
if (matchMedia("(display-mode: standalone)").matches) void navigator.storage?.persist?.()
void askAbout().catch(() => undefined) // the remembered answer serves until the next start
void watchForNewVersion()
