"""The restore drill, backups taken while people write, and what is refused."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest

from backstory import cli
from backstory.app import create_app
from backstory.kernel.ids import new_id
from backstory.kernel.settings import Settings
from tests.conftest import op
from tests.support.postgres import find_binaries
from tests.support.product import serve

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def run(database_url, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BACKSTORY_ENV", "test")
    monkeypatch.setenv("BACKSTORY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BACKSTORY_DATABASE_URL", database_url)
    monkeypatch.setattr("backstory.cli.log.configure", lambda **_: None)

    def command(*words):
        try:
            cli.main([str(word) for word in words])
        except SystemExit as stopped:
            return str(stopped.code)
        return capsys.readouterr().out

    return command


def notes(someone):
    return sorted(entry["payload"]["text"] for entry in someone.sync().json["entries"] if "payload" in entry)


def note(text):
    return op({"kind": "note", "text": text})


@ON_SQLITE
def test_restore_brings_back_the_state_of_the_backup_and_keeps_what_it_replaces(run, pat, tmp_path):
    pat.sync(note("before"))
    epoch = pat.sync().json["epoch"]
    file = tmp_path / "backups" / "monday.sqlite3"
    run("backup", file)
    pat.sync(note("after"))
    said = run("restore", file)
    assert notes(pat) == ["before"]
    assert pat.sync().json["epoch"] != epoch
    [kept] = tmp_path.glob("backstory-before-restore-*.sqlite3")
    assert str(kept) in said
    run("restore", kept)
    assert notes(pat) == ["after", "before"]


@ON_SQLITE
def test_phones_that_are_ahead_of_a_restored_server_get_every_word_back_once(run, pat, tmp_path):
    old, new = note("before"), note("after")
    pat.sync(old)
    run("backup", tmp_path / "b.sqlite3")
    pat.sync(new)
    run("restore", tmp_path / "b.sqlite3")
    assert [result["status"] for result in pat.sync(old, new).json["results"]] == ["duplicate", "applied"]
    assert notes(pat) == ["after", "before"]


def test_restore_under_a_serving_product_needs_no_restart(migrated_file, tmp_path):
    with serve(tmp_path, migrated_file) as product:
        pat = product.bring_in("Pat", "patient")
        entry = {"base_version": 0, "occurred_at": "2026-11-22T20:15:00+01:00", "captured_at": "2026-11-22T19:16:00Z", "payload": {"kind": "note", "text": "x"}}
        pat.put(f"{pat.url}/entries/{new_id()}", entry)
        product.run("backup", str(tmp_path / "b.sqlite3"))
        pat.put(f"{pat.url}/entries/{new_id()}", entry)
        assert len(pat.entries()) == 2
        product.run("restore", str(tmp_path / "b.sqlite3"))
        assert len(pat.entries()) == 1
        pat.put(f"{pat.url}/entries/{new_id()}", entry)
        assert len(pat.entries()) == 2


@ON_SQLITE
def test_a_backup_taken_while_people_write_holds_all_that_was_acknowledged_and_no_half(run, pat, enter, tmp_path):
    writers = [pat, *(enter(f"patient {number}", "patient") for number in range(3))]
    stop, acknowledged = Event(), [0] * len(writers)

    def write(number):
        while not stop.is_set():
            assert writers[number].sync(note("one"), note("two")).status_code == 200
            acknowledged[number] += 2

    with ThreadPoolExecutor(len(writers)) as pool:
        running = [pool.submit(write, number) for number in range(len(writers))]
        files = []
        for number in range(5):
            before = list(acknowledged)
            files.append((before, tmp_path / f"{number}.sqlite3"))
            run("backup", files[-1][1])
        stop.set()
        for one in running:
            one.result()
    assert sum(files[-1][0]) > 0
    for before, file in files:
        with closing(sqlite3.connect(file)) as connection:
            for writer, at_least in zip(writers, before, strict=True):
                (entries,) = connection.execute("SELECT count(*) FROM entry WHERE patient_id = ?", (writer.patient_id.hex,)).fetchone()
                (versions,) = connection.execute("SELECT count(*) FROM entry_version WHERE patient_id = ?", (writer.patient_id.hex,)).fetchone()
                (revision,) = connection.execute("SELECT revision FROM patient WHERE id = ?", (writer.patient_id.hex,)).fetchone()
                assert entries == versions == revision >= at_least
                assert entries % 2 == 0  # a batch is there or not
    run("restore", files[-1][1])
    for writer in writers:
        assert writer.sync(note("after the restore")).json["results"][0]["status"] == "applied"


@ON_SQLITE
def test_backup_is_for_its_owner_only_and_never_replaces_a_file(run, tmp_path):
    file = tmp_path / "b.sqlite3"
    run("backup", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    content = file.read_bytes()
    assert "never replaces" in run("backup", file)
    assert file.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []


@ON_SQLITE
@pytest.mark.parametrize("wrong", ["missing", "no database", "another database", "cut short", "newer"])
def test_restore_of_something_else_changes_nothing(run, pat, tmp_path, wrong):
    pat.sync(note("here"))
    file = tmp_path / "wrong.sqlite3"
    run("backup", file)
    if wrong == "missing":
        file.unlink()
    elif wrong == "no database":
        file.write_text("hello")
    elif wrong == "cut short":
        file.write_bytes(file.read_bytes()[:-8192])
    else:
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("DROP TABLE installation" if wrong == "another database" else "UPDATE alembic_version SET version_num = '9999'")
    epoch = pat.sync().json["epoch"]
    said = run("restore", file)
    assert ("newer version" if wrong == "newer" else "not a sound backup") in said
    assert (notes(pat), pat.sync().json["epoch"]) == (["here"], epoch)


def test_on_an_empty_box_a_restore_makes_the_database(migrated_file, tmp_path, monkeypatch):
    shutil.copy(migrated_file, tmp_path / "b.sqlite3")
    monkeypatch.setenv("BACKSTORY_ENV", "test")
    monkeypatch.setenv("BACKSTORY_DATA_DIR", str(tmp_path / "new"))
    monkeypatch.setattr("backstory.cli.log.configure", lambda **_: None)
    cli.main(["restore", str(tmp_path / "b.sqlite3")])
    client = create_app(Settings(env="test", data_dir=tmp_path / "new", secret_key="x" * 40)).test_client()
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_the_commands_say_what_to_use_and_new_epoch_starts_cursors_again(run, pat, tmp_path):
    assert "pg_dump" in run("backup", tmp_path / "b")
    assert "pg_dump" in run("restore", tmp_path / "b")
    first = pat.sync(note("one")).json
    run("new-epoch")
    again = pat.sync(cursor=first["cursor"], epoch=first["epoch"]).json
    assert again["epoch"] != first["epoch"]
    assert len(again["entries"]) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_documented_way_brings_postgresql_back_and_starts_a_new_epoch(run, app, pat, database_url, tmp_path):
    old, new = note("before"), note("after")
    epoch = pat.sync(old).json["epoch"]
    plain, file = database_url.replace("+psycopg", ""), str(tmp_path / "backstory.dump")
    subprocess.run([find_binaries() / "pg_dump", "--format=custom", f"--file={file}", plain], check=True)
    pat.sync(new)
    app.extensions["database"].engine.dispose()
    options = ["--clean", "--if-exists", "--single-transaction"]
    subprocess.run([find_binaries() / "pg_restore", *options, f"--dbname={plain}", file], check=True)
    run("migrate")
    run("new-epoch")
    assert pat.sync().json["epoch"] != epoch
    assert [result["status"] for result in pat.sync(old, new).json["results"]] == ["duplicate", "applied"]
