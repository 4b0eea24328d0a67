"""One PostgreSQL cluster per test run, shared by the xdist workers: load it as a pytest plugin.

A lone process starts the cluster when the first test asks; with `-n` the controller starts it at once,
because its workers come and go, and tells them by the environment.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.postgres import Cluster, cluster

VARIABLE = "TEST_POSTGRES_ADDRESS"
running = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[running] = ExitStack()
    if config.getoption("numprocesses", default=None) and not hasattr(config, "workerinput"):
        _share(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    if stack := config.stash.get(running, None):
        stack.close()


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Cluster:
    if VARIABLE not in os.environ:
        _share(pytestconfig)
    host, port = os.environ[VARIABLE].rsplit(":", 1)
    return Cluster(host, int(port))


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """An empty database of this test's own."""
    name = postgres.create_database()
    yield postgres.url(name)
    postgres.drop_database(name)


def _share(config: pytest.Config) -> None:
    stack = config.stash[running]
    started = stack.enter_context(cluster())
    os.environ[VARIABLE] = f"{started.host}:{started.port}"
    stack.callback(os.environ.pop, VARIABLE, None)
