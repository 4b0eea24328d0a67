"""Every kind has samples, append-only: what was once stored must stay readable, and come back as it was sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backstory.entries.payloads import KINDS

SAMPLES = Path(__file__).parent / "samples"
CASES = [(path.stem, number, sample) for path in sorted(SAMPLES.glob("*.json")) for number, sample in enumerate(json.loads(path.read_text()))]


def test_every_kind_has_samples_of_its_version():
    assert {path.name for path in SAMPLES.glob("*.json")} >= {f"{kind}.v{model.VERSION}.json" for kind, model in KINDS.items()}


@pytest.mark.parametrize(("name", "number", "sample"), CASES, ids=lambda value: value if isinstance(value, str) else None)
def test_a_sample_comes_back_as_it_was_sent(pat, clara, name, number, sample):
    model = KINDS[sample["kind"]]
    private = sample.get("private", False)
    author = pat if model.PATIENT and not private else clara
    made = author.put_entry(sample, patient_id=pat.patient_id)
    assert made.status_code == 201, made.json
    back = author.client.get(f"{pat.url}/entries/{made.json['id']}").json["payload"]
    assert {key: back[key] for key in sample} == sample
    added = {key: value for key, value in back.items() if key not in sample}
    assert all(value in ([], "", False, "unknown") for value in added.values()), added


def test_a_list_defaults_to_empty_and_an_optional_field_stays_absent(pat):
    payload = pat.put_entry({"kind": "checkin", "average": 3}).json["payload"]
    assert payload == {"kind": "checkin", "average": 3, "regions": [], "flare": False, "care": [], "note": ""}
