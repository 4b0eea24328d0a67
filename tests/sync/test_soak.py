"""A hundredth of `make soak`: a real server, killed twice, with PostgreSQL stopped under it once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.sync.soak import soak

SEED = 3


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_phones_that_write_to_a_server_that_is_killed_lose_nothing(database):
    with tempfile.TemporaryDirectory(prefix="backstory-soak-") as folder:  # not tmp_path, which PostgreSQL's own user may not enter
        Path(folder).chmod(0o711)
        assert soak(Path(folder) / database, database, ops=1000, kills=2, stop_database_every=2, seed=SEED) == []
