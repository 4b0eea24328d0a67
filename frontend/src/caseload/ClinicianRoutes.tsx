import { lazy, Route, Router } from "preact-iso"
import { shared } from "../app/Routes"
import "../styles/clinician.css"
import Caseload from "./Caseload"

const Enrol = lazy(() => import("../enrol/Enrol"))

export default function ClinicianRoutes() {
  return (
    <Router>
      <Route path="/" component={Caseload} />
      <Route path="/enrol" component={Enrol} />
      {shared()}
    </Router>
  )
}
