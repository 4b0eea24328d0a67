import { render } from "preact"
import "./app/appearance"
import "./app/install"
import "./app/no-room"
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
void askAbout().catch(() => undefined) // the remembered answer serves until the next start
void watchForNewVersion()
