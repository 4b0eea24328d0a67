"""All devices of one diary at the same time, while commits take long and end in any order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sync.diary import Diary
from tests.sync.server import execute
from tests.sync.test_device import WORDS

# A deferred trigger runs within COMMIT, so between the taking of a revision and its being seen lie up to 20 ms.
SLOW_COMMITS = """
CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(random() * 0.02); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON entry_version DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dawdle();
"""


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_devices_that_write_at_the_same_time_miss_nothing_of_each_other(database_url, tmp_path):
    diary = Diary(database_url, tmp_path)
    execute(database_url, SLOW_COMMITS)
    devices = [diary.device(f"{of}-{number}", of) for of in ("pat", "clara") for number in range(3)]

    def write(device):
        for _ in range(8):
            device.create(WORDS)
            device.exchange()

    with ThreadPoolExecutor(len(devices)) as pool:
        list(pool.map(write, devices))
    diary.rest()
    assert diary.broken() == []
    diary.server.forget([])
