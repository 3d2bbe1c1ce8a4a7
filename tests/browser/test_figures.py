"""The figures by keyboard and on a telephone; a customer is blocked from the card and let in again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.getAttribute('aria-label')"


def test_arrow_keys_go_along_the_hours_of_the_week_and_enter_opens_their_calls(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/figures/?period=last-30")
    cells = page.locator("#part-week .heat a")
    expect(cells.first).to_be_visible()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.locator("#part-week .heat a[tabindex='0']")).to_have_count(1)

    page.locator("#part-week .heat td a[aria-label*='Monday 9–10 h']").focus()
    page.keyboard.press("ArrowRight")
    assert "Monday 10–11 h" in page.evaluate(FOCUSED)
    page.keyboard.press("ArrowDown")
    assert "Tuesday 10–11 h" in page.evaluate(FOCUSED)
    # On a telephone the days stand side by side.
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("ArrowRight")
    assert "Wednesday 10–11 h" in page.evaluate(FOCUSED)
    (number,) = re.findall(r"(\d+) calls", page.evaluate(FOCUSED))

    page.keyboard.press("Enter")

    page.wait_for_url("**/calls/**")
    assert "weekday=3" in page.url
    assert "hour=10" in page.url
    expect(page.locator("#calls-head")).to_contain_text(f"{number} calls")


def test_a_customer_is_noted_blocked_and_let_in_again(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/customers/?of=6-months")
    page.locator(".customers th a").last.click()
    page.get_by_label("Note", exact=True).first.fill("Likes to be called back")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".notes")).to_contain_text("Likes to be called back")

    until = page.get_by_label("Until", exact=True)
    expect(until).to_be_hidden()
    page.get_by_label("For how long").select_option("until")
    expect(until).to_be_visible()
    page.get_by_label("For how long").select_option("week")
    page.get_by_role("button", name="Block", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text("Blocked for")
    expect(page.get_by_role("button", name="Let in again").first).to_be_visible()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("This caller gets through again.")
    expect(page.get_by_role("button", name="Let in again")).to_have_count(0)
