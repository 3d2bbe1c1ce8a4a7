"""Destinations and blocked callers in the browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import HOLDER, NewPage
from tests.browser.portal import Portal
from tests.playedcontrol import TRIAL_ID

pytestmark = pytest.mark.browser

NUMBER = "/numbers/0900575123/"


def test_one_change_reaches_the_number_and_is_undone(new_page: NewPage) -> None:
    page = new_page()
    page.goto(NUMBER)
    name = page.locator(".chain .what b a").first.text_content() or ""
    page.locator(".chain .what b a").first.click()
    page.get_by_role("link", name="Change", exact=True).click()
    expect(page.get_by_text("This changes 1 number")).to_be_visible()

    page.get_by_label("Telephone number or SIP address").fill("0900 575 123")
    page.get_by_role("button", name="Change in 1 number").click()
    expect(page.get_by_text("“0900 575 123” is a service number")).to_be_visible()
    page.get_by_label("Telephone number or SIP address").fill("044 555 10 09")
    page.get_by_label("Name", exact=True).fill("Renamed desk")
    page.get_by_role("button", name="Change in 1 number").click()

    expect(page.get_by_role("status")).to_contain_text("It holds for 1 number from the next call on.")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_destination_is_paused_from_the_list_and_the_number_tells_it(new_page: NewPage) -> None:
    page = new_page()
    page.goto(NUMBER)
    name = page.locator(".chain .what b").first.text_content() or ""
    page.goto("/routing/destinations/")

    page.get_by_role("button", name=f"Pause {name}", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text(f"{name} gets no calls for now.")
    page.goto(NUMBER)
    expect(page.locator(".chain li").first).to_contain_text("paused")
    page.goto("/routing/destinations/")
    page.get_by_role("button", name=f"Resume {name}", exact=True).click()
    expect(page.get_by_role("button", name=f"Pause {name}", exact=True)).to_be_visible()


def test_a_destination_is_rung_from_the_editor_and_from_its_page_and_tells_how_it_goes(
    new_page: NewPage, portal: Portal
) -> None:
    portal.control.trial_steps = [
        ("dialled", "", None), ("ringing", "Lab", None), ("answered", "", None), ("heard", "", None),
    ]  # fmt: skip
    page = new_page(size=(390, 844))
    page.goto(f"{NUMBER}routing/?panel=treatment&at=main")
    shown = page.url

    page.locator(".chain-entries").get_by_role("button", name="for a test").first.click()

    expect(page.locator("#trial li")).to_have_text(
        [re.compile("Dialled"), re.compile("It rings after .* Dialled through Lab."), re.compile("Answered after"),
         re.compile("The sentence was said, and we hung up after 3.0 s.")]
    )  # fmt: skip
    assert page.url == shown
    assert page.locator("#trial").count() == 1
    assert portal.control.rung[-1].shown == ""  # a premium number is never shown
    portal.control.refusal = ("trial-too-many", {"seconds": 41})
    page.locator(".chain-entries").get_by_role("button", name="for a test").first.click()
    expect(page.locator("#trial")).to_contain_text("Enough test calls for now. Try again in 41 s.")
    portal.control.refusal = None

    page.goto("/routing/destinations/")
    page.locator(".destinations th a").first.click()
    page.get_by_role("button", name="Ring this destination").click()
    expect(page.locator("#trial li").last).to_contain_text("The sentence was said")


def test_without_script_a_test_call_is_told_too(browser: Browser, portal: Portal, logged_in: dict[str, Path]) -> None:
    portal.control.trial_steps = [("dialled", "", None), ("busy", "Lab", 486)]
    context = browser.new_context(
        base_url=portal.address, storage_state=logged_in[HOLDER], java_script_enabled=False, locale="en"
    )
    page = context.new_page()
    page.goto(f"{NUMBER}routing/?panel=treatment&at=main")
    page.locator(".chain-entries [formaction]").first.click()

    expect(page.locator("#trial li").first).to_be_visible()
    assert f"/test/{TRIAL_ID}/" in page.url
    context.close()


def test_the_form_to_block_callers_asks_for_what_it_needs(new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{NUMBER}callers/")
    expect(page.get_by_label("Until")).to_be_hidden()
    page.get_by_label("For how long").select_option("until a date and hour")
    expect(page.get_by_label("Until")).to_be_visible()
    page.get_by_label("For how long").select_option("one day")
    page.get_by_label("Whom").select_option("callers who hide their number")
    expect(page.get_by_label("Number, beginning or country")).to_be_hidden()

    page.get_by_role("button", name="Block", exact=True).click()

    expect(page.locator(".blocked")).to_contain_text("Callers who hide their number")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nobody is blocked")).to_be_visible()
