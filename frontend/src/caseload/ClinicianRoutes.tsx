import { lazy, Route, Router } from "preact-iso"
import { shared } from "../app/Routes"
import "../styles/clinician.css"
import Caseload from "./Caseload"

const Enrol = lazy(() => import("../enrol/Enrol"))
const Patient = lazy(() => import("../patient/Patient"))
const SessionScreen = lazy(() => import("../patient/SessionScreen"))
const AfterSession = lazy(() => import("../patient/AfterSession"))
const NoteScreen = lazy(() => import("../patient/NoteScreen"))
const PracticeEntry = lazy(() => import("../patient/PracticeEntry").then(screens => screens.PracticeEntry))
const PracticeEdit = lazy(() => import("../patient/PracticeEntry").then(screens => screens.PracticeEdit))

export default function ClinicianRoutes() {
  return (
    <Router>
      <Route path="/" component={Caseload} />
      <Route path="/enrol" component={Enrol} />
      <Route path="/patients/:id" component={Patient} />
      <Route path="/patients/:id/session" component={SessionScreen} />
      <Route path="/patients/:id/after-session" component={AfterSession} />
      <Route path="/patients/:id/note" component={NoteScreen} />
      <Route path="/patients/:id/entries/:entryId" component={PracticeEntry} />
      <Route path="/patients/:id/entries/:entryId/edit" component={PracticeEdit} />
      {shared()}
    </Router>
  )
}
