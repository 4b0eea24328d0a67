"""The engine of iPhones: nothing wakes the app there, so the page itself sends what waits."""

from collections.abc import Iterator

import pytest

from tests.support.network import Network
from tests.support.product import PASSWORD, Product, Visitor
from tests.support.webkit import Webkit, webkit

pytestmark = pytest.mark.browser
BY_ITSELF = 30  # seconds: the longest wait between the page's first tries


@pytest.fixture(scope="module")
def safari() -> Iterator[Webkit]:
    with webkit() as browser:
        yield browser


@pytest.fixture
def network(server: Product) -> Iterator[Network]:
    way = Network(int(server.origin.rsplit(":", 1)[1]))
    yield way
    way.cut()


def test_in_webkit_a_checkin_saved_offline_outlives_a_reload_and_arrives_once(safari: Webkit, network: Network, pat: Visitor) -> None:
    safari.go(f"http://127.0.0.1:{network.port}/")
    safari.write("input[autocomplete=username]", pat.login)
    safari.write("input[type=password]", PASSWORD)
    safari.tap("button[type=submit]")
    safari.sees("Your first check-in")
    safari.until(lambda: safari.run("return !!navigator.serviceWorker.controller"))
    assert safari.run("return 'SyncManager' in window") is False
    assert "A new version" not in safari.text()

    network.cut()
    safari.tap("a[href='/check-in']")
    safari.tap("[data-n='4']")
    safari.tap("button[type=submit]")
    safari.sees("Saved on this phone")
    safari.sees("1 waiting")
    safari.reload()
    safari.sees("Checked in today")
    safari.sees("1 waiting")
    assert pat.entries() == []

    network.mend()
    safari.sees("All saved", BY_ITSELF)
    safari.reload()
    safari.sees("All saved")
    (entry,) = pat.entries()
    assert (entry["payload"]["average"], entry["version"]) == (4, 1)
