"""Reminders by e-mail, set up on the phone with a code from a real letter."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenFor
from tests.support.mail_server import MailServer
from tests.support.product import Product, Visitor, serve
from tests.support.watch import Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def server(mail: MailServer, migrated_file: Path, tmp_path: Path) -> Iterator[Product]:
    folder = tmp_path / "server"
    folder.mkdir()
    with serve(folder, migrated_file, SMTP_URL=mail.url) as product:
        yield product


def test_an_address_is_confirmed_by_the_code_that_came_and_can_be_stopped(pat: Visitor, open_for: OpenFor, mail: MailServer, watch: Watch) -> None:
    watch.expect("status of 422")  # the wrong code
    page = open_for(pat, "/more/reminders/phones")
    page.get_by_label("Your address").fill("pat@example.org")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_text("We sent six digits to pat@example.org")).to_be_visible()
    found = re.search(r"\b\d{6}\b", mail.wait().get_content())
    assert found, "no code in the letter"
    page.get_by_label("Code").fill("000000" if found[0] != "000000" else "111111")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("This is not right")).to_be_visible()
    page.get_by_label("Code").fill(found[0])
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("a reminder goes to pat@example.org")).to_be_visible()
    assert pat.get("/api/v1/reminders/email")["confirmed"]
    page.get_by_role("button", name="Stop e-mail").click()
    expect(page.get_by_label("Your address")).to_be_visible()
    assert pat.get("/api/v1/reminders/email")["address"] is None
