"""When the database is away, everybody is told to come back: nothing is lost, and nothing is said about why."""

from __future__ import annotations

import pytest

from backstory.app import create_app
from backstory.kernel.ids import new_id
from backstory.kernel.settings import Settings
from tests.support.postgres import free_port


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_request_is_503_with_retry_after_and_health_still_answers(tmp_path, caplog, kind):
    urls = {"sqlite": f"sqlite:///{tmp_path}/no/such/folder/x.sqlite3", "postgresql": f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"}
    client = create_app(Settings(env="test", data_dir=tmp_path, database_url=urls[kind], secret_key="x" * 40)).test_client()
    client.set_cookie("backstory", "a cookie that cannot be looked up")
    entry = f"/api/v1/patients/{new_id()}/entries/{new_id()}"
    for answer in (
        client.get("/api/v1/session"),
        client.put(entry, json={"payload": "canary words"}),
        client.post("/api/v1/session", json={"login": "a", "password": "b"}),
    ):
        assert (answer.status_code, answer.json["code"]) == (503, "database_away")
        assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert "canary" not in caplog.text
