import { lazy, Route, Router } from "preact-iso"
import SignIn from "../sign-in/SignIn"
import { Today } from "../today/Today"
import { Missing } from "./Missing"
import { person } from "./session"

const Join = lazy(() => import("../join/Join"))
const Urgent = lazy(() => import("../urgent/Urgent"))
const CheckIn = lazy(() => import("../log/Log").then(log => log.logOf("checkin")))
const Spasm = lazy(() => import("../log/Log").then(log => log.logOf("spasm")))
const Soreness = lazy(() => import("../log/Log").then(log => log.logOf("soreness")))
const Peg = lazy(() => import("../log/Log").then(log => log.logOf("questionnaire")))
const Note = lazy(() => import("../log/Log").then(log => log.logOf("note")))
const OtherExercise = lazy(() => import("../log/Log").then(log => log.logOf("exercise")))
const ExerciseList = lazy(() => import("../exercise/ExerciseList"))
const ExerciseScreen = lazy(() => import("../exercise/ExerciseScreen"))
const Timeline = lazy(() => import("../timeline/Timeline"))
const EntryScreen = lazy(() => import("../entry/EntryScreen"))
const EditScreen = lazy(() => import("../entry/EditScreen"))
const Trends = lazy(() => import("../trends/Trends"))
const More = lazy(() => import("../more/More"))
const reminders = () => import("../reminders/screens")
const Reminders = lazy(() => reminders().then(screens => screens.Reminders))
const Rule = lazy(() => reminders().then(screens => screens.Rule))
const Quiet = lazy(() => reminders().then(screens => screens.Quiet))
const Phones = lazy(() => reminders().then(screens => screens.Phones))
const Ledger = lazy(() => reminders().then(screens => screens.Ledger))
const Guide = lazy(() => reminders().then(screens => screens.Guide))
const Snooze = lazy(() => reminders().then(screens => screens.Snooze))
const Asked = lazy(() => reminders().then(screens => screens.Asked))
const Tell = lazy(() => reminders().then(screens => screens.Tell))
const Sharing = lazy(() => import("../more/Sharing"))
const Devices = lazy(() => import("../more/Devices"))
const Appearance = lazy(() => import("../more/Appearance"))
const About = lazy(() => import("../more/About"))
const Waiting = lazy(() => import("../more/Waiting"))
const ClinicianRoutes = lazy(() => import("../caseload/ClinicianRoutes"))

export function Routes() {
  switch (person.value?.role) {
    case undefined:
      return <SignedOutRoutes />
    case "patient":
      return <PatientRoutes />
    default:
      return <ClinicianRoutes />
  }
}

function SignedOutRoutes() {
  return (
    <Router>
      <Route path="/join/:code" component={Join} />
      <Route path="/urgent" component={Urgent} />
      <Route default component={SignIn} />
    </Router>
  )
}

function PatientRoutes() {
  return (
    <Router>
      <Route path="/" component={Today} />
      <Route path="/check-in" component={CheckIn} />
      <Route path="/spasm" component={Spasm} />
      <Route path="/soreness" component={Soreness} />
      <Route path="/soreness/:about" component={Soreness} />
      <Route path="/note" component={Note} />
      <Route path="/exercise" component={ExerciseList} />
      <Route path="/exercise/other" component={OtherExercise} />
      <Route path="/exercise/:itemId" component={ExerciseScreen} />
      <Route path="/timeline" component={Timeline} />
      <Route path="/entry/:id" component={EntryScreen} />
      <Route path="/entry/:id/edit" component={EditScreen} />
      <Route path="/trends" component={Trends} />
      <Route path="/peg" component={Peg} />
      <Route path="/tell" component={Tell} />
      <Route path="/asked" component={Asked} />
      <Route path="/snooze" component={Snooze} />
      <Route path="/more/reminders" component={Reminders} />
      <Route path="/more/reminders/rule/:id" component={Rule} />
      <Route path="/more/reminders/quiet" component={Quiet} />
      <Route path="/more/reminders/phones" component={Phones} />
      <Route path="/more/reminders/ledger" component={Ledger} />
      <Route path="/more/reminders/guide" component={Guide} />
      <Route path="/more/sharing" component={Sharing} />
      {shared()}
    </Router>
  )
}

/** What everybody who is signed in has. */
export function shared() {
  return [
    <Route key="more" path="/more" component={More} />,
    <Route key="devices" path="/more/devices" component={Devices} />,
    <Route key="appearance" path="/more/appearance" component={Appearance} />,
    <Route key="about" path="/more/about" component={About} />,
    <Route key="waiting" path="/more/waiting" component={Waiting} />,
    <Route key="urgent" path="/urgent" component={Urgent} />,
    <Route key="sign-in" path="/sign-in" component={SignIn} />,
    <Route key="join" path="/join/:code" component={Join} />,
    <Route key="missing" default component={Missing} />,
  ]
}
