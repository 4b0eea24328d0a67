"""Entries over HTTP. Answers are written from plain rows: the union has judged them when they came in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic_core import to_json

from backstory.accounts.actor import actor
from backstory.entries import queries, service, sync
from backstory.entries.wire import Change, EntryIn, EntryOut, History, Page, PageQuery, SyncIn, SyncOut
from backstory.kernel import clock
from backstory.kernel.api import Api, Created
from backstory.kernel.db import reading_rows, writing_rows
from backstory.kernel.errors import NotCurrent, NotYoursToDo

api = Api("entries")


@api.put("/patients/<uuid:patient_id>/entries/<uuid:entry_id>", answers=EntryOut, problems=(NotYoursToDo, NotCurrent))
def put_entry(patient_id: UUID, entry_id: UUID, incoming: EntryIn) -> Any:
    """Record or edit an entry; the same PUT again changes nothing"""
    change = Change(entry_id, incoming.base_version, incoming.captured_at, None, incoming.occurred_at, incoming.ended_at, incoming.payload)
    by = actor()
    with writing_rows() as connection:
        [outcome] = service.record(connection, patient_id, [change], by=by, now=clock.now(), strict=True)
        if outcome.problem:
            raise outcome.problem
        answer = queries.as_written(outcome.row, by) if outcome.row else queries.one(connection, patient_id, entry_id, by=by)
    made = outcome.status == "applied" and outcome.version == 1
    return Created(to_json(answer)) if made else to_json(answer)


@api.get("/patients/<uuid:patient_id>/entries/<uuid:entry_id>", answers=EntryOut)
def get_entry(patient_id: UUID, entry_id: UUID) -> bytes:
    """One entry"""
    with reading_rows() as connection:
        return to_json(queries.one(connection, patient_id, entry_id, by=actor()))


@api.delete("/patients/<uuid:patient_id>/entries/<uuid:entry_id>", problems=(NotYoursToDo,))
def delete_entry(patient_id: UUID, entry_id: UUID) -> None:
    """Delete an entry; its history stays"""
    with writing_rows() as connection:
        current = queries.one(connection, patient_id, entry_id, by=actor())
        change = Change(entry_id, current["version"], clock.now())
        [outcome] = service.record(connection, patient_id, [change], by=actor(), now=clock.now())
        if outcome.problem:
            raise outcome.problem


@api.get("/patients/<uuid:patient_id>/entries/<uuid:entry_id>/history", answers=History)
def get_history(patient_id: UUID, entry_id: UUID) -> bytes:
    """Every version of an entry, its deletion included"""
    with reading_rows() as connection:
        return to_json({"items": queries.history(connection, patient_id, entry_id, by=actor())})


@api.get("/patients/<uuid:patient_id>/entries", answers=Page)
def list_entries(patient_id: UUID, query: PageQuery) -> bytes:
    """A page of entries, newest first"""
    with reading_rows() as connection:
        items, following = queries.page(connection, patient_id, query, by=actor())
    return b'{"items":[%s],"next":%s}' % (",".join(items).encode(), to_json(following))


@api.post("/patients/<uuid:patient_id>/sync", answers=SyncOut)
def sync_entries(patient_id: UUID, incoming: SyncIn) -> bytes:
    """Ops of a phone in, what changed since its cursor out"""
    with writing_rows() as connection:
        answer, entries = sync.exchange(connection, patient_id, incoming, by=actor(), now=clock.now())
    return b'%s,"entries":[%s]}' % (to_json(answer)[:-1], ",".join(entries).encode())
