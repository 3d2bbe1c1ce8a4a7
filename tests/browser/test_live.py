"""What people do with a running call: watch its meter, change its price, hear what came of it."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import READER, NewPage
from tests.browser.portal import LIVE_CALL, Portal

pytestmark = pytest.mark.browser

ADDRESS = f"/live/{LIVE_CALL}/"


@pytest.fixture(autouse=True)
def call(portal: Portal) -> Iterator[None]:
    """A call to the quiz, which costs a franc each second; call control agrees to everything."""
    portal.control.asked.clear()
    portal.control.answer = ("done", {})
    portal.quiz_call()
    yield
    portal.quiz_call_over()


def _amount(page: Page) -> float:
    written = page.locator(".meter dd").first.inner_text()
    return float(re.sub(r"[^0-9.]", "", written))


def test_the_meter_counts_every_second(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/live/")
    page.get_by_role("link", name=re.compile("412")).click()
    page.wait_for_url(f"**{ADDRESS}")
    before, began = _amount(page), time.monotonic()

    page.wait_for_timeout(4_000)

    grown, passed = _amount(page) - before, time.monotonic() - began
    assert 60 <= before <= 90
    assert abs(grown - passed) <= 2


def test_a_tariff_is_chosen_while_the_page_keeps_running(new_page: NewPage, portal: Portal) -> None:
    page = new_page()
    page.goto(ADDRESS)
    button = page.get_by_role("button", name=re.compile("Jackpot"))
    button.focus()

    # The page is brought up to date several times while the key is held, and the button stays the same.
    page.wait_for_timeout(2_500)
    expect(button).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("[data-told]")).to_contain_text("Tariff 12: Announced and agreed")
    assert [(one.do, one.slot, one.by) for one in portal.control.asked] == [("tariff", 12, "Nora Keller")]
    portal.quiz_call(slot=12)
    expect(button).to_have_attribute("aria-pressed", "true")


def test_what_is_on_its_way_shows_up(new_page: NewPage, portal: Portal) -> None:
    page = new_page()
    page.goto(ADDRESS)
    pending = {"request_id": "a", "kind": "tariff", "slot": 2, "by": "keys", "phase": "announcing"}

    portal.quiz_call(pending={**pending, "effective_at": None})

    expect(page.locator(".on-its-way")).to_contain_text("Tariff 2 “Hauptrunde” is being announced")
    expect(page.locator("button.tile.next")).to_contain_text("Hauptrunde")


def test_a_fee_asks_before_it_is_charged(new_page: NewPage, portal: Portal) -> None:
    page = new_page()
    page.goto(ADDRESS)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name=re.compile("Joker")).click()
    assert portal.control.asked == []

    portal.control.answer = ("declined", {})
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("Joker")).click()

    expect(page.locator("[data-told]")).to_contain_text("Fee 1: The caller did not accept")


def test_without_scripts_a_tariff_is_chosen_as_well(new_page: NewPage, portal: Portal) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(ADDRESS)
    page.get_by_role("button", name=re.compile("Jackpot")).click()

    expect(page.get_by_text("Tariff 12: Announced and agreed")).to_be_visible()


def test_a_reader_watches_and_presses_nothing(new_page: NewPage) -> None:
    page = new_page(email=READER)
    page.goto(ADDRESS)

    expect(page.get_by_text("Jackpot")).to_be_visible()
    expect(page.locator("main button")).to_have_count(0)


def test_the_end_of_the_call_is_told(new_page: NewPage, portal: Portal) -> None:
    page = new_page()
    page.goto(ADDRESS)
    expect(page.locator("[data-live-badge]").first).to_have_text("1")

    portal.quiz_call_over()

    expect(page.get_by_role("heading", level=1)).to_have_text("The call is over")
    expect(page.locator("[data-live-badge]").first).to_be_hidden()
