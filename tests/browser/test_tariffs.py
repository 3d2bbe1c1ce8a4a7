"""What people do with prices: the editor checks while they type, a number changes its tariff, a set is filled in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OPERATOR, NewPage

pytestmark = pytest.mark.browser

LEGAL_ADVICE, QUIZ = "/numbers/0900575123/tariff/", "/numbers/0901575700/tariff/"


def _new_tariff(page: Page) -> None:
    page.goto("/tariffs/new/")
    page.get_by_role("link", name=re.compile("^0900")).click()


def test_the_editor_checks_and_counts_while_somebody_types(new_page: NewPage) -> None:
    page = new_page()
    _new_tariff(page)
    page.get_by_label("Name").fill("Evening")
    page.get_by_label("For the call").fill("10")
    minute = page.get_by_label("Per minute", exact=True).first
    minute.press_sequentially("5")

    preview = page.locator("#tariff-preview")
    expect(preview.locator("tbody tr").first).to_have_text(re.compile(r"15\.00\s*25\.00\s*60\.00"))
    expect(preview.locator("blockquote")).to_contain_text("Dieser Anruf kostet 5 Franken pro Minute")
    page.get_by_role("radio", name="Français").check()
    expect(preview.locator("blockquote")).to_contain_text("francs")

    minute.press_sequentially("5")
    expect(page.get_by_text("0900: at most CHF\u00a010.00 per minute, incl. VAT, OST art. 39(2)")).to_be_visible()
    expect(minute).to_have_attribute("aria-invalid", "true")
    expect(minute).to_have_value("55")
    expect(page.get_by_label("Name")).to_have_value("Evening")
    expect(minute).to_be_focused()

    minute.fill("5")
    expect(page.get_by_text("0900: at most")).to_have_count(0)
    expect(minute).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "höchstens CHF\u00a010.00 pro Minute"), ("fr", "au maximum CHF\u00a010.00 par minute"),
     ("it", "al massimo CHF\u00a010.00 al minuto"), ("en", "at most CHF\u00a010.00 per minute")],
)  # fmt: skip
def test_a_fault_is_told_in_the_readers_language(new_page: NewPage, language: str, words: str) -> None:
    page = new_page(language=language)
    page.goto("/tariffs/new/?class=ch-0900")
    page.locator("#id_per_minute").fill("11")

    expect(page.locator("#id_per_minute_error")).to_contain_text(words)


def test_a_fault_unfolds_what_it_is_in(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/tariffs/new/?class=ch-0900")
    page.get_by_text("How time is counted, rounding").click()
    page.locator("#id_increment_s").fill("60")
    expect(page.get_by_text("0900: time counts by the second")).to_be_visible()
    page.get_by_text("How time is counted, rounding").click()
    page.locator("#id_per_minute").fill("1")

    expect(page.get_by_text("0900: time counts by the second")).to_be_visible()


def test_a_tariff_is_made_given_to_a_number_and_taken_away_again(new_page: NewPage) -> None:
    page = new_page()
    page.goto(LEGAL_ADVICE)
    before = page.locator("#price").inner_text()
    _new_tariff(page)
    page.get_by_label("Name").fill("Night")
    page.locator("#id_per_minute").fill("2")
    page.get_by_role("button", name="Create tariff").click()
    expect(page.get_by_role("status")).to_contain_text("The tariff “Night” is there")

    page.goto(LEGAL_ADVICE)
    page.get_by_label("Tariff", exact=True).select_option(label="Night")
    page.get_by_role("button", name="Change tariff").click()
    expect(page.locator("#price")).to_have_text("Calls cost CHF\u00a02.00 per minute")
    page.get_by_role("status").get_by_role("button", name="Undo").click()

    expect(page.locator("#price")).to_have_text(before)


def test_last_month_under_another_tariff(new_page: NewPage) -> None:
    page = new_page()
    page.goto(QUIZ)
    page.evaluate("window.untouched = true")
    page.get_by_role("button", name="Work out").click()

    expect(page.get_by_role("row", name=re.compile("Callers pay"))).to_be_visible()
    assert page.evaluate("window.untouched") is True
    assert "under=" in page.url


def test_a_set_is_filled_in_by_keyboard_and_undone(new_page: NewPage) -> None:
    page = new_page()
    page.goto(QUIZ)
    page.get_by_role("link", name="Edit tariffs and fees").click()
    page.get_by_label("Tariff 3, per minute").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Tariff 4, per minute")).to_be_focused()
    page.keyboard.type("12")
    expect(page.get_by_text("0901: at most CHF\u00a010.00 per minute")).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type("9.90")
    expect(page.get_by_text("0901: at most")).to_have_count(0)
    page.keyboard.press("Enter")

    expect(page.locator(".set")).to_contain_text("9.90")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.locator(".set")).not_to_contain_text("9.90")


def test_the_keys_and_the_language_are_one_press_and_one_undo(new_page: NewPage) -> None:
    page = new_page()
    page.goto(QUIZ)
    page.get_by_role("button", name="do nothing").click()
    expect(page.get_by_role("button", name="do nothing")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("status").get_by_role("button", name="Undo").click()

    expect(page.get_by_role("button", name="change the price")).to_have_attribute("aria-pressed", "true")


def test_the_announcement_is_heard_in_its_place(new_page: NewPage) -> None:
    page = new_page()
    page.goto(LEGAL_ADVICE)
    with page.expect_response(re.compile("/tariffs/say/")) as answer:
        page.get_by_role("link", name="Listen").click()

    assert answer.value.status in (200, 206)
    assert page.url.endswith(LEGAL_ADVICE)


def test_the_operator_changes_a_price_of_the_list(new_page: NewPage) -> None:
    page = new_page(email=OPERATOR)
    page.goto("/operator/prices/?class=fr-089")
    page.get_by_role("link", name="EUR 0.80/min").click()
    page.locator("#id_per_minute").fill("0.85")
    expect(page.get_by_text("089x: at most EUR\u00a00.80 per minute")).to_be_visible()
    page.locator("#id_per_minute").fill("0.75")
    page.get_by_label("Name").fill("EUR 0.75/min")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("link", name="EUR 0.75/min")).to_be_visible()


def test_the_editor_works_without_scripts(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/tariffs/new/?class=ch-0900")
    page.locator("#id_name").fill("Plain")
    page.locator("#id_per_minute").fill("11")
    page.get_by_role("button", name="Create tariff").click()
    assert page.get_by_text("0900: at most").is_visible()
    assert page.locator("#id_per_minute").input_value() == "11"
    page.locator("#id_per_minute").fill("3")
    page.get_by_role("button", name="Create tariff").click()
    assert page.locator("h1").inner_text() == "Plain"
