"""PostgreSQL is stopped with `-m immediate` while people write: who asks is told to come back, and nothing is lost or doubled."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from backstory.accounts import service as accounts
from backstory.app import create_app
from backstory.kernel.migrate import migrate
from backstory.kernel.settings import Settings
from tests.conftest import op
from tests.support.postgres import cluster


@pytest.fixture
def own_cluster():
    with cluster() as postgres:
        yield postgres


def test_postgresql_restarted_immediately_under_writers_loses_and_doubles_nothing(own_cluster, tmp_path):
    url = own_cluster.url(own_cluster.create_database())
    migrate(url)
    app = create_app(Settings(env="test", data_dir=tmp_path, database_url=url, secret_key="x" * 40))
    now = datetime.now(UTC)
    with app.extensions["database"].transaction() as session:
        person, patient = accounts.add_person(session, role="patient", login="pat", name="Pat", password_hash="-", practice=None, now=now)
        token = accounts.sign_in(session, person, device="Test", now=now)
        path = f"/api/v1/patients/{patient.id}/sync"
    acknowledged, told_to_wait, stop = [], [], threading.Event()

    def phone():
        client = app.test_client()
        client.set_cookie("backstory", token)
        epoch = client.post(path, json={}).json["epoch"]
        while not stop.is_set():
            batch = [op({"kind": "note", "text": "x"}) for _ in range(5)]
            while True:  # the same ops until somebody says that they are kept
                answer = client.post(path, json={"epoch": epoch, "cursor": 2**53, "ops": batch})
                if answer.status_code == 200:
                    break
                assert (answer.status_code, answer.json["code"]) == (503, "database_away")
                assert int(answer.headers["Retry-After"]) > 0
                told_to_wait.append(answer.status_code)
            assert {result["status"] for result in answer.json["results"]} <= {"applied", "duplicate"}
            acknowledged.extend(one["entry_id"] for one in batch)

    with ThreadPoolExecutor(4) as pool:
        phones = [pool.submit(phone) for _ in range(4)]
        for _ in range(3):
            before = len(acknowledged)
            while len(acknowledged) < before + 50 and not any(one.done() for one in phones):
                stop.wait(0.02)
            own_cluster.crash()
            assert app.test_client().get("/healthz").status_code == 200
            own_cluster.start()
        stop.set()
        for one in phones:
            one.result()
    assert told_to_wait
    client = app.test_client()
    client.set_cookie("backstory", token)
    held, cursor, epoch, more = [], 0, None, True
    while more:
        answer = client.post(path, json={"epoch": epoch, "cursor": cursor, "ops": []}).json
        held += answer["entries"]
        cursor, epoch, more = answer["cursor"], answer["epoch"], answer["more"]
    assert sorted(entry["id"] for entry in held) == sorted(acknowledged)
    assert [entry["revision"] for entry in held] == list(range(1, len(acknowledged) + 1))
    app.extensions["database"].engine.dispose()
