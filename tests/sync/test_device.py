"""The Python phone against the real application: what it does well, and two bugs of phones that the oracle finds."""

from __future__ import annotations

import pytest

from tests.sync.device import Crashed, Offline
from tests.sync.diary import Diary

WORDS = {"occurred_at": "2026-11-22T20:15:00+01:00", "ended_at": None, "payload": {"kind": "note", "text": "first"}}
OTHER = WORDS | {"payload": {"kind": "note", "text": "second"}}
NOT_HERS = WORDS | {"payload": {"kind": "treatment"}}


@pytest.fixture
def diary(database_url, tmp_path):
    made = Diary(database_url, tmp_path)
    yield made
    made.server.forget([])


@pytest.mark.parametrize("how", ["plain", "twice", "parallel", "shuffled", "crash", "unanswered", "offline", "portal"])
def test_a_batch_arrives_once_however_it_travels(diary, how):
    phone, tablet = diary.device("phone"), diary.device("tablet")
    first, second = phone.create(WORDS), phone.create(WORDS)
    phone.edit(first, OTHER)
    phone.delete(second)
    try:
        phone.exchange(how=how)
    except (Offline, Crashed):
        assert len(phone.waiting()) == 4
    for device in (phone, tablet):
        device.rest()
    assert tablet.shown() == [first]
    assert diary.broken() == []


def test_a_restored_server_is_given_back_what_the_devices_hold(diary):
    phone, tablet = diary.device("phone"), diary.device("tablet")
    kept, edited, deleted = (phone.create(WORDS) for _ in range(3))
    phone.rest()
    yesterday = diary.server.back_up()
    tablet.rest()
    tablet.edit(edited, OTHER)
    tablet.delete(deleted)
    later = tablet.create(OTHER)
    for device in (tablet, phone):
        device.rest()
    diary.server.restore(yesterday)
    for device in (phone, tablet, phone):
        device.rest()
    assert sorted(phone.shown()) == sorted([kept, edited, later])
    assert diary.broken() == []
    diary.server.forget([yesterday])


def test_a_deletion_that_comes_before_its_entry_to_a_restored_server_is_not_lost(diary):
    phone, tablet = diary.device("phone"), diary.device("tablet")
    empty = diary.server.back_up()
    entry_id = phone.create(WORDS)
    for device in (phone, tablet):
        device.rest()
    tablet.delete(entry_id)
    for device in (tablet, phone):
        device.rest()
    diary.server.restore(empty)
    for device in (tablet, phone, tablet, phone):
        device.rest()
    assert phone.shown() == tablet.shown() == []
    assert diary.broken() == []
    diary.server.forget([empty])


def test_the_change_that_finds_a_restored_server_stays_on_top_of_what_is_offered_again(diary):
    phone, tablet = diary.device("phone"), diary.device("tablet")
    empty = diary.server.back_up()
    entry_id = phone.create(WORDS)
    phone.rest()
    diary.server.restore(empty)
    phone.edit(entry_id, OTHER)
    for device in (phone, tablet):
        device.rest()
    assert tablet.content(entry_id)["payload"]["text"] == "second"
    assert diary.broken() == []
    diary.server.forget([empty])


def test_what_the_server_refuses_stays_on_the_device(diary):
    phone, clara, mallory = diary.device("phone"), diary.device("clara", of="clara"), diary.device("mallory", of="mallory")
    phone.create(NOT_HERS)
    clara.create(NOT_HERS)
    mallory.create(WORDS)
    for device in (phone, clara, mallory, phone):
        device.rest()
    assert (len(phone.rejected()), len(clara.rejected()), len(mallory.rejected())) == (1, 0, 1)
    assert diary.broken() == []


def test_a_private_note_stays_in_the_practice(diary):
    phone, clara = diary.device("phone"), diary.device("clara", of="clara")
    clara.create(WORDS | {"payload": {"kind": "note", "text": "ours", "private": True}})
    for device in (clara, phone):
        device.rest()
    assert (len(clara.shown()), phone.shown()) == (1, [])
    assert diary.broken() == []


def test_a_phone_that_drops_what_was_refused_is_found(diary):
    phone = diary.device("phone", drops_rejected=True)
    phone.create(NOT_HERS)
    phone.rest()
    assert [sentence.split(":")[0] for sentence in diary.broken()] == ["lost", "diverged"]


def test_a_phone_that_takes_a_hotels_page_for_an_acknowledgement_is_found(diary):
    phone = diary.device("phone", believes_portals=True)
    phone.create(WORDS)
    with pytest.raises(Offline):
        phone.exchange(how="portal")
    phone.rest()
    assert [sentence.split(":")[0] for sentence in diary.broken()] == ["lost", "diverged"]
