"""What an entry can say: one strict class per kind (CONTRACT 4, DOMAIN 2). A new kind is a class here, listed in `Payload`,
a folder in frontend/src/kinds and a sample in tests/entries/samples.

`scores()` are the 0-10 answers whose change makes an entry's lateness count anew; `VERSION` rises when stored payloads
need an upcast. Longer than 120 lines because the union is read as one page.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from backstory.entries.regions import Region
from backstory.kernel.wire import INTEGRAL, STORABLE, Incoming, Score, Text

Side = Literal["left", "right", "midline"]
Care = Literal["heat", "ice", "medicine", "stretch", "rest", "walk", "self_massage", "other"]
Level = Annotated[int, Field(ge=1, le=5), INTEGRAL]
Item = Annotated[str, Field(min_length=1, max_length=40, pattern=STORABLE)]
Answer = Annotated[int, Field(ge=0, le=100), INTEGRAL] | bool
Minutes = Annotated[int, Field(ge=0, le=100_000), INTEGRAL]
Fraction = Annotated[float, Field(ge=0, le=1)]
Short = Annotated[str, Field(max_length=400, pattern=STORABLE)]


class Place(Incoming):
    region: Region
    side: Side
    score: Score | None = None


class AnyPayload(Incoming):
    VERSION: ClassVar[int] = 1
    PATIENT: ClassVar[bool] = True
    CLINICIAN: ClassVar[bool] = False

    def scores(self) -> tuple[Any, ...]:
        return ()

    def only_for_practice(self) -> bool:
        return False


Places = Annotated[list[Place], Field(max_length=100)]
Cares = Annotated[list[Care], Field(max_length=20)]


class Checkin(AnyPayload):
    kind: Literal["checkin"]
    average: Score
    worst: Score | None = None
    now: Score | None = None
    regions: Places = []
    stiffness_minutes: Minutes | None = None
    sleep: Score | None = None
    mood: Score | None = None
    interference: Score | None = None
    flare: bool = False
    care: Cares = []
    note: Text = ""

    def scores(self) -> tuple[Any, ...]:
        return (self.average, self.worst, self.now, self.sleep, self.mood, self.interference, self.regions)


class Spasm(AnyPayload):
    kind: Literal["spasm"]
    peak: Score
    regions: Places = []
    type: Literal["cramp", "lock", "shooting", "twitch", "unknown"] = "unknown"
    trigger: Literal["active_movement", "static_posture", "overdoing", "stress", "weather", "sleep", "unknown"] = "unknown"
    continued: Literal["yes", "slowed", "stopped", "unknown"] = "unknown"
    helped: Cares = []
    settled_minutes: Minutes | None = None
    note: Text = ""

    def scores(self) -> tuple[Any, ...]:
        return (self.peak, self.regions)


class Soreness(AnyPayload):
    kind: Literal["soreness"]
    score: Score
    treatment_id: UUID | None = None
    regions: Places = []
    bruising: bool = False
    worse_than_expected: bool = False
    too_much_pressure: Places = []
    back_pain_now: Score | None = None
    note: Text = ""

    def scores(self) -> tuple[Any, ...]:
        return (self.score, self.regions, self.back_pain_now)


class Exercise(AnyPayload):
    kind: Literal["exercise"]
    name: Short = ""
    plan_item_id: UUID | None = None
    sets: Annotated[int, Field(ge=0, le=1000), INTEGRAL] | None = None
    reps: Annotated[int, Field(ge=0, le=10_000), INTEGRAL] | None = None
    hold_seconds: Annotated[int, Field(ge=0, le=86_400), INTEGRAL] | None = None
    minutes: Minutes | None = None
    difficulty: Score | None = None
    pain_before: Score | None = None
    pain_after: Score | None = None
    skipped: bool = False
    reason: Text = ""

    def scores(self) -> tuple[Any, ...]:
        return (self.difficulty, self.pain_before, self.pain_after)


class Area(Incoming):
    """One place worked. `response` absent means nobody asked; it is never carried over from another session."""

    region: Region
    side: Side
    view: Literal["front", "back"] | None = None
    x: Fraction | None = None
    y: Fraction | None = None
    technique: Literal["trigger_point", "stretch", "friction", "other"] = "trigger_point"
    tool: Literal["fingers", "knuckles", "elbow", "other"]
    seconds: Annotated[int, Field(ge=0, le=3600), INTEGRAL]
    pressure: Level
    tension: Level | None = None
    response: Literal["too_light", "ok", "strong_ok", "too_much"] | None = None
    pain_before: Score | None = None
    pain_after: Score | None = None


class Treatment(AnyPayload):
    PATIENT: ClassVar[bool] = False
    CLINICIAN: ClassVar[bool] = True
    kind: Literal["treatment"]
    areas: Annotated[list[Area], Field(max_length=100)] = []
    notes: Text = ""
    plan: Text = ""


class Finding(Incoming):
    segment: Short
    finding: Short


class Posture(AnyPayload):
    PATIENT: ClassVar[bool] = False
    CLINICIAN: ClassVar[bool] = True
    kind: Literal["posture"]
    findings: Annotated[list[Finding], Field(max_length=100)] = []
    note: Text = ""


class Injury(AnyPayload):
    CLINICIAN: ClassVar[bool] = True
    kind: Literal["injury"]
    activity: Short = ""
    regions: Places = []
    stopped: bool = False
    note: Text = ""


class Questionnaire(AnyPayload):
    """`score` in the form's own unit: PEG mean 0-10, RMDQ count 0-24, PGIC 1-7 (DOMAIN 4)."""

    kind: Literal["questionnaire"]
    form: Literal["peg", "rmdq", "pgic"]
    form_version: Short = ""
    answers: Annotated[dict[Item, Answer], Field(max_length=60)] | Annotated[list[Answer], Field(max_length=60)] = []
    score: Annotated[float, Field(ge=0, le=24)]

    def scores(self) -> tuple[Any, ...]:
        return (self.score,)


class CareTaken(AnyPayload):
    kind: Literal["care"]
    what: Short = ""
    dose: Short = ""
    note: Text = ""


class Note(AnyPayload):
    CLINICIAN: ClassVar[bool] = True
    kind: Literal["note"]
    text: Text = ""
    private: bool = False

    def only_for_practice(self) -> bool:
        return self.private


class Redflag(AnyPayload):
    kind: Literal["redflag"]
    symptoms: Annotated[list[Item], Field(max_length=20)] = []
    acknowledged: bool
    cleared: bool = False


Payload = Annotated[
    Checkin | Spasm | Soreness | Exercise | Treatment | Posture | Injury | Questionnaire | CareTaken | Note | Redflag, Field(discriminator="kind")
]
KINDS: dict[str, type[AnyPayload]] = {
    model.model_fields["kind"].annotation.__args__[0]: model  # type: ignore[union-attr]  # a Literal of one word
    for model in (Checkin, Spasm, Soreness, Exercise, Treatment, Posture, Injury, Questionnaire, CareTaken, Note, Redflag)
}
