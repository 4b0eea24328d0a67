import { Route, Router } from "preact-iso"
import { shared } from "../app/Routes"
import Caseload from "./Caseload"

export default function ClinicianRoutes() {
  return (
    <Router>
      <Route path="/" component={Caseload} />
      {shared()}
    </Router>
  )
}
