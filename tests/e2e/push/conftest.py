"""A server and a push service of each test's own, since a worker sends to everybody in the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.product import Product, serve
from tests.support.push_service import PushService


@pytest.fixture
def push() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "server").mkdir()
    return tmp_path / "server"


@pytest.fixture
def server(push: PushService, migrated_file: Path, folder: Path) -> Iterator[Product]:
    with serve(folder, migrated_file, PUSH_HOSTS=push.host) as product:
        yield product
