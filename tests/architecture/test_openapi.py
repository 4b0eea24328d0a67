"""The API's description is valid, checked in, and true: schemathesis judges every operation by it, in process."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings as hypothesis_settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from backstory.accounts import service as accounts
from backstory.app import create_app
from backstory.kernel import clock, openapi
from backstory.kernel.settings import Settings
from backstory.sharing import service as sharing

ROOT = Path(__file__).parents[2]
CASES = int(os.environ.get("SCHEMATHESIS_CASES", "12"))

# Valid by its schema and yet refused: a rule that a schema cannot say. Each with its reason.
SEMANTIC: dict[str, set[int]] = {
    "entries_put_entry": {409, 422},  # 409: base_version is another's; 422: ended before it began, an instant outside 1900-2200
    "entries_list_entries": {422},  # a cursor is ours to make; a date at the end of the calendar
    "entries_sync_entries": {422},  # a time outside 1900-2200 in an op without an op_id that can be read
    "sharing_join": {422},  # the sign-in name is taken; a zone that IANA does not know
    "plans_put_item": {422},  # an exercise that the catalogue does not have
    "plans_put_appointment": {422},  # an instant outside 1900-2200
    "reminders_put_reminder": {422},  # a zone that IANA does not know; what this kind needs, or has no use for
    "reminders_put_settings": {422},  # half a quiet time; away until before from
    "reminders_put_subscription": {422},  # push_host_not_allowed, or keys that are no point on the curve
    "reminders_put_email": {422},  # no mail server is set
    "reminders_confirm_email": {422},  # not the digits that were sent
    "timeline_read_timeline": {422},  # a window that ends before it begins, or is longer than 400 days
}
# Judged op by op: an op that cannot be read is answered `rejected` inside a 200 (CONTRACT 4).
NOT_NEGATIVE = {"entries_sync_entries"}


def test_the_document_is_valid_openapi(app):
    OpenAPIV31SpecValidator(openapi.document(app)).validate()


def test_the_checked_in_document_is_the_programs_own(app):
    assert json.loads((ROOT / "frontend/openapi.json").read_text()) == json.loads(json.dumps(openapi.document(app))), "run `make openapi`"


# Schemathesis makes one test per operation while pytest collects, so the application stands before its database does.
FOLDER = Path(tempfile.mkdtemp(prefix="backstory-openapi-"))
APP = create_app(Settings(env="test", data_dir=FOLDER, secret_key="x" * 40))
PEOPLE: dict[str, Any] = {}


def as_seen_by(role: str) -> Any:
    """The API with a fresh session of this person for every case, so that signing out does not empty the run."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", APP)

    @schema.auth(refresh_interval=None)
    class FreshSession:
        def get(self, case: Any, context: Any) -> str:
            if not PEOPLE:  # while pytest collects, for reading the document itself
                return ""
            with APP.extensions["database"].transaction() as session:
                return accounts.sign_in(session, PEOPLE[role], device="Test", now=clock.now())

        def set(self, case: Any, token: str, context: Any) -> None:
            case.cookies = {**(case.cookies or {}), "backstory": token}

    return schema


patient_sees, clinician_sees = as_seen_by("patient"), as_seen_by("clinician")
few_cases = hypothesis_settings(max_examples=CASES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def world(migrated_file: Path) -> Iterator[Any]:
    FOLDER.mkdir(exist_ok=True)
    shutil.copy(migrated_file, FOLDER / "backstory.sqlite3")
    now = clock.now()
    with APP.extensions["database"].transaction() as session:
        practice = accounts.add_practice(session, "Clinic", now=now)
        hashed = "no password signs in here"
        pat, patient = accounts.add_person(session, role="patient", login="pat", name="Pat", password_hash=hashed, practice=None, now=now)
        clara, _ = accounts.add_person(session, role="clinician", login="clara", name="Clara", password_hash=hashed, practice=practice, now=now)
        assert patient
        sharing.grant(session, patient.id, practice.id, by=pat.id, now=now)
    PEOPLE.update(patient=pat, clinician=clara)
    yield patient.id
    APP.extensions["database"].engine.dispose()
    shutil.rmtree(FOLDER)


@patient_sees.parametrize()
@few_cases
def test_every_operation_keeps_its_word_to_a_patient(case: Any, world: Any) -> None:
    judge(case, world)


@clinician_sees.parametrize()
@few_cases
def test_every_operation_keeps_its_word_to_a_clinician(case: Any, world: Any) -> None:
    judge(case, world)


def judge(case: Any, patient_id: Any) -> None:
    if case.path_parameters and "patient_id" in case.path_parameters and case.meta.phase.name != "coverage":
        case.path_parameters["patient_id"] = str(patient_id)
    operation = case.operation.definition.raw["operationId"]
    answer = case.call()
    checks, excluded = schemathesis.checks, []
    if answer.status_code in SEMANTIC.get(operation, set()):
        excluded.append(checks.CHECKS.get_one("positive_data_acceptance"))
    if operation in NOT_NEGATIVE:
        excluded.append(checks.CHECKS.get_one("negative_data_rejection"))
    case.validate_response(answer, excluded_checks=excluded)
