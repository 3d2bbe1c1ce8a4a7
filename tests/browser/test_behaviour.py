"""What people do with the pages: by mouse, by keyboard, with and without scripts."""

import re

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import READER, NewPage
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

CHAIN = ".chain .what b"
NUMBER = "/numbers/0900575123/"


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_a_chain_is_changed_and_the_change_undone(new_page: NewPage) -> None:
    page = new_page()
    page.goto(NUMBER)
    before = page.locator(CHAIN).all_text_contents()
    page.get_by_role("link", name="Add a destination").click()
    page.get_by_label("Telephone number or SIP address").fill("nonsense")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("is neither a telephone number")).to_be_visible()
    expect(page.get_by_label("Telephone number or SIP address")).to_have_value("nonsense")

    page.get_by_label("Telephone number or SIP address").fill("044 555 10 07")
    page.get_by_label("Name", exact=True).fill("Night desk")
    page.get_by_role("button", name="Save").first.click()

    expect(page.locator(CHAIN)).to_have_text([*before, "Night desk"])
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone")
    expect(page.locator(CHAIN)).to_have_text(before)


def test_a_destination_is_moved_with_the_keyboard_alone(new_page: NewPage) -> None:
    page = new_page()
    page.goto(NUMBER)
    before = page.locator(CHAIN).all_text_contents()
    page.get_by_role("button", name=f"Move {before[0]} down").focus()
    page.keyboard.press("Enter")

    expect(page.locator(CHAIN)).to_have_text([before[1], before[0], *before[2:]])
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(CHAIN)).to_have_text(before)


def test_everything_works_without_scripts(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(NUMBER)
    before = page.locator(CHAIN).all_text_contents()
    page.get_by_role("button", name=f"Move {before[0]} down").click()
    assert page.locator(CHAIN).all_text_contents() == [before[1], before[0], *before[2:]]
    page.get_by_role("button", name="Undo").click()
    assert page.locator(CHAIN).all_text_contents() == before
    page.locator("#what-if input[name=caller]").fill("079 412 33 44")
    page.get_by_role("button", name="Find out").click()
    assert page.locator("#what-if h3").is_visible()


def test_what_if_is_answered_in_its_place_and_so_are_faults(new_page: NewPage) -> None:
    page = new_page(email=READER)
    page.goto(NUMBER)
    page.evaluate("window.untouched = true")
    panel = page.locator("#what-if")
    panel.get_by_label("Caller's number").fill("nobody")
    panel.get_by_role("button", name="Find out").click()
    expect(panel.get_by_text("“nobody” is no telephone number.")).to_be_visible()

    panel.get_by_label("Caller's number").fill("079 412 33 44")
    panel.get_by_label("When").fill("2027-03-29T10:15:00")
    panel.get_by_role("button", name="Find out").click()

    expect(panel.locator(".result")).to_contain_text("Monday 29.03.2027, 10:15:00")
    expect(panel.locator(".result h3")).not_to_be_empty()
    assert page.evaluate("window.untouched") is True
    assert "at=2027-03-29T10%3A15" in page.url


@pytest.mark.parametrize("failure", ["status", "network"])
def test_a_request_that_fails_says_so_and_leaves_the_page(new_page: NewPage, failure: str) -> None:
    page = new_page(may_complain=True)
    page.goto("/numbers/0800555123/")
    page.route(
        "**/*caller=*",
        lambda route: route.fulfill(status=500, body="<h1>no</h1>") if failure == "status" else route.abort(),
    )
    page.get_by_role("button", name="Find out").click()

    expect(page.get_by_role("status")).to_contain_text("That did not work. Please try again.")
    expect(page.get_by_role("button", name="Find out")).to_be_visible()


def test_menus_open_move_and_close_by_keyboard(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    menu = page.locator(".top drop-menu", has_text="Language")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.locator(".pop")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert _focused(page) == "Deutsch"
    page.keyboard.press("ArrowUp")
    assert _focused(page) == "English"
    page.keyboard.press("Escape")

    expect(menu.locator(".pop")).to_be_hidden()
    assert page.evaluate("document.activeElement.localName") == "summary"


def test_menus_close_by_a_click_outside_and_by_leaving(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    menu = page.locator(".top drop-menu", has_text="Help")
    menu.locator("summary").click()
    page.locator("h1").click()
    expect(menu.locator(".pop")).to_be_hidden()
    menu.locator("summary").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(menu.locator(".pop")).to_be_hidden()


def test_the_language_changes_and_the_page_stays(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/calls/?result=lost")
    page.locator(".top drop-menu", has_text="Language").locator("summary").click()
    page.get_by_role("button", name="Italiano").click()

    expect(page.locator("h1")).to_have_text("Chiamate")
    assert page.url.endswith("/calls/?result=lost")


def test_the_theme_changes_at_once_and_stays(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.locator(".top drop-menu", has_text="Appearance").locator("summary").click()
    page.get_by_role("button", name="Dark").click()
    dark = "getComputedStyle(document.body).backgroundColor"
    first = page.evaluate(dark)
    assert first != "rgb(255, 255, 255)"
    page.goto("/calls/")
    assert page.evaluate(dark) == first


def test_the_device_decides_where_nobody_chose(new_page: NewPage) -> None:
    page = new_page(theme="system", color_scheme="dark")
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_search_is_found_by_slash_and_leads_on(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("quiz")
    expect(page.locator("#search-results a")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/numbers/0901575700/$"))


def test_filters_go_into_the_address_and_back_works(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/calls/")
    page.locator(".chip", has_text="Result").locator("summary").click()
    page.get_by_role("link", name="lost").click()
    expect(page.locator("h1 + p")).to_contain_text("that fit")
    page.get_by_role("link", name="Older").click()
    assert "result=lost" in page.url
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("/calls/$"))


def test_rows_follow_what_is_typed_into_a_filter(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/calls/")
    page.get_by_text("More filters").click()
    field = page.get_by_label("Caller begins with")

    field.press_sequentially("079")
    expect(page).to_have_url(re.compile("prefix=079"))
    expect(page.locator(".explorer-rows .of-caller").first).to_contain_text("+41 79")
    expect(field).to_be_focused()
    expect(field).to_have_value("079")

    page.get_by_label("Talked up to").fill("soon")
    expect(page.locator("#filter-talk-max-fault")).to_contain_text("Enter seconds")
    page.go_back()
    # Pressed while the page as it was before is still on its way.
    page.locator("#sort-price").click()
    expect(page.locator("th.col-price")).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_label("Caller begins with")).to_have_value("079")
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Caller begins with")).not_to_have_value("079")


def test_a_reader_sees_no_button_that_changes(new_page: NewPage) -> None:
    page = new_page(email=READER)
    page.goto(NUMBER)

    expect(page.locator(CHAIN).first).to_be_visible()
    assert page.locator("main form[method=post]").count() == 0


def test_live_calls_come_and_go_and_a_stopped_stream_is_told(new_page: NewPage, portal: Portal) -> None:
    page = new_page()
    page.goto("/")
    live = page.locator("live-region")
    call = {"call_id": "a", "account": "1", "number": "+41800555123", "caller": "+41794123301"}
    portal.control.call(**call, talking=False)
    expect(live).to_contain_text("+41 79 412 •••• ringing")
    expect(page.locator("[data-live-badge]").first).to_have_text("1")
    portal.control.call(**call, talking=True)
    expect(live).to_contain_text("talking")
    expect(live.locator("running-clock")).to_have_text(re.compile("1:0[5-9]"))

    portal.control.stop()
    expect(live.get_by_text("Live data has stopped")).to_be_visible(timeout=15_000)
    portal.control.start()
    expect(live.get_by_text("Live data has stopped")).to_be_hidden(timeout=15_000)
    expect(live).to_contain_text("Nobody is on the line")
    expect(page.locator("[data-live-badge]").first).to_be_hidden()


def test_the_page_costs_little(new_page: NewPage) -> None:
    page = new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto("/", wait_until="load")

    sizes = {one.url.rsplit(".", 1)[-1]: len(one.body()) for one in answers if "/assets/" in one.url}
    # Uncompressed; compressed they are a third of it, or less. The budget is 40 KB of script, compressed.
    # Two thirds of the style sheet are the portal's own: charts, figures, routing and tariffs have one part each.
    assert 0 < sizes["js"] < 60_000
    assert 0 < sizes["css"] < 140_000
