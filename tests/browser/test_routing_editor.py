"""What people do in the routing editor: by pointer, by keys, on a telephone, without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import READER, NewPage
from tests.wav import sound

pytestmark = pytest.mark.browser

NUMBER = "/numbers/0901575700/"
EDITOR = f"{NUMBER}routing/"


@pytest.fixture(autouse=True)
def no_draft(new_page: NewPage) -> Iterator[None]:
    """Each test begins with the plan that holds, and leaves no draft behind."""
    yield
    page = new_page(may_complain=True)
    page.goto(EDITOR)
    discard = page.get_by_role("button", name="Discard")
    if discard.count():
        discard.click()
        expect(page.get_by_role("heading", name="The plan that holds")).to_be_visible()


def windows(page: Page, day: int) -> list[str]:
    """The hours of a day's windows."""
    return cast(list[str], page.locator(f'ul[data-day="{day}"] li[data-key]:has(a) .hours').all_text_contents())


def point(page: Page, day: int, minute: int) -> tuple[float, float]:
    """Where an hour of a day is on the screen."""
    box = page.locator(f'ul[data-day="{day}"]').bounding_box()
    assert box is not None
    return box["x"] + box["width"] * minute / 1440, box["y"] + 30


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press, move in two steps, let go."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()


def draw(page: Page, day: int, start: int, end: int) -> None:
    """Draw a window on free time; the page has it when its form is open."""
    page.locator("week-grid").scroll_into_view_if_needed()
    drag(page, point(page, day, start), point(page, day, end))
    expect(page.locator(f'ul[data-day="{day}"] li[data-key] a[aria-current]')).to_have_count(1)


def test_windows_are_drawn_pulled_moved_copied_and_taken_back(new_page: NewPage) -> None:
    page = new_page(size=(1440, 1300))
    page.goto(EDITOR)
    page.evaluate("window.untouched = true")
    draw(page, 0, 480, 720)
    assert windows(page, 0) == ["08:00–12:00"]

    drag(page, (point(page, 0, 720)[0] - 4, point(page, 0, 720)[1]), point(page, 0, 795))
    expect(page.locator("#w-0-480-795-main")).to_contain_text("08:00–13:15")
    drag(page, point(page, 0, 600), point(page, 2, 660))
    expect(page.locator("#w-2-540-855-main")).to_contain_text("09:00–14:15")
    assert windows(page, 0) == []

    # The panel of the window just moved is still open, and has a "Sun" to tick too.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "panel=copy" in request.url else None)
    page.get_by_role("link", name="Copy Wednesday to other days").focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Copy Wednesday")
    panel.get_by_role("checkbox", name="Sun").check()
    panel.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator('ul[data-day="6"] li[data-key] .hours')).to_have_text("09:00–14:15")
    assert [url for url in asked if "draft" not in url] == [f"{page.url.split('?')[0]}?panel=copy&at=2"]
    assert page.evaluate("window.untouched") is True
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.locator('ul[data-day="6"] li[data-key]')).to_have_count(0)


def test_gaps_and_overlaps_are_marked_while_drawing(new_page: NewPage) -> None:
    page = new_page(size=(1440, 1300))
    page.goto(f"{EDITOR}?panel=new&at=announcement")
    page.get_by_label("Name", exact=True).fill("Closed")
    page.locator("#id_text_en").fill("We are closed.")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("radio", name="Closed")).to_be_checked()
    draw(page, 1, 480, 720)
    day = page.locator('ul[data-day="1"]')

    page.get_by_role("radio", name="Closed").check(force=True)
    page.mouse.move(*point(page, 1, 780))
    page.mouse.down()
    page.mouse.move(*point(page, 1, 700))
    page.mouse.move(*point(page, 1, 660))
    expect(day.locator(".overlap")).to_have_count(0)
    page.mouse.up()
    # Both are the same treatment: they became one window.
    expect(day.locator("li[data-key] .hours")).to_have_text(["08:00–13:00"])

    page.get_by_role("radio").first.check(force=True)
    page.mouse.move(*point(page, 1, 900))
    page.mouse.down()
    page.mouse.move(*point(page, 1, 800))
    page.mouse.move(*point(page, 1, 720))
    expect(day.locator(".overlap")).to_have_count(1)
    page.mouse.up()

    overlapping = page.locator(".found .said", has_text="overlap.")
    expect(overlapping).to_have_count(1)
    page.get_by_role("button", name=re.compile("Let .* begin at 13:00")).click()
    expect(day.locator(".overlap")).to_have_count(0)
    expect(overlapping).to_have_count(0)


def test_the_week_is_changed_with_keys_alone(new_page: NewPage) -> None:
    page = new_page()
    page.goto(EDITOR)
    page.locator('ul[data-day="0"] a').first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("08:00")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("12:00")
    page.keyboard.press("Enter")
    window = page.locator('ul[data-day="1"] li[data-key] a')
    expect(window).to_contain_text("08:00–12:00")

    window.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#w-1-480-750-main")).to_be_focused()
    # Keys that come while the step before is still on its way count too.
    with page.expect_request(lambda request: request.method == "POST"):
        page.keyboard.press("Alt+Shift+ArrowLeft")
    page.keyboard.press("Alt+Shift+ArrowLeft")
    page.keyboard.press("Alt+Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#w-1-465-750-main")).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#w-1-465-735-main")).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(page.locator("#w-2-465-735-main")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator("li[data-key]")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="Removed")).to_contain_text("Wednesday 07:45–12:15")


def test_on_a_telephone_the_week_is_a_list_with_the_same_forms(new_page: NewPage) -> None:
    page = new_page(size=(390, 844))
    page.goto(f"{EDITOR}?panel=window")
    assert page.locator('ul[data-day="0"]').evaluate("list => getComputedStyle(list).display") == "flex"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_label("From").fill("13:00")
    page.get_by_label("To", exact=True).fill("17:00")
    page.get_by_role("checkbox", name="Thu").check()
    page.get_by_role("button", name="Add window").click()

    row = page.locator('ul[data-day="3"] li[data-key] a')
    expect(row).to_contain_text("13:00–17:00")
    row.click()
    page.get_by_role("button", name="Delete window").click()
    expect(page.locator("li[data-key]")).to_have_count(0)


def test_everything_works_without_scripts(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(EDITOR)
    page.get_by_role("link", name="Window", exact=True).click()
    page.get_by_label("From").fill("12:00")
    page.get_by_label("To", exact=True).fill("08:00")
    page.get_by_role("checkbox", name="Fri").check(force=True)
    page.get_by_role("button", name="Add window").click()
    assert page.get_by_text("The end must come after the beginning.").is_visible()
    assert page.get_by_label("From").input_value() == "12:00"
    page.get_by_label("To", exact=True).fill("18:00")
    page.get_by_role("button", name="Add window").click()
    assert windows(page, 4) == ["12:00–18:00"]
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("button", name="Publish").click()
    assert page.get_by_text("It holds from the next call on.").is_visible()
    page.get_by_role("button", name="Undo").click()
    assert windows(page, 4) == []


def test_a_chain_is_dragged_into_another_order(new_page: NewPage) -> None:
    page = new_page(size=(1440, 1300))
    page.goto(f"{EDITOR}?panel=treatment&at=main")
    names = page.locator(".chain-entries b")
    before = names.all_text_contents()
    grip = page.locator(".grip").first.bounding_box()
    below = page.locator(".chain-entries > li").last.bounding_box()
    assert grip is not None
    assert below is not None
    drag(page, (grip["x"] + 8, grip["y"] + 8), (grip["x"] + 8, below["y"] + below["height"]))

    expect(names).to_have_text([*before[1:], before[0]])
    expect(page.get_by_text("What changes against revision")).to_be_visible()
    page.get_by_role("button", name="Take back the last step").click()
    expect(names).to_have_text(before)

    # With keys: the focus goes with what is moved.
    page.get_by_role("button", name=f"Move {before[1]} up").focus()
    page.keyboard.press("Enter")
    expect(names).to_have_text([before[1], before[0], *before[2:]])
    expect(page.get_by_role("button", name=f"Move {before[1]} down")).to_be_focused()
    page.keyboard.press("Enter")
    expect(names).to_have_text(before)


def test_a_message_is_heard_while_it_is_typed(new_page: NewPage) -> None:
    page = new_page(size=(1440, 1300))
    page.goto(f"{EDITOR}?panel=greeting")
    page.locator("#id_text_de").fill("Willkommen. ")
    page.locator("insert-text").first.get_by_role("button", name="Opening hours").click()

    expect(page.locator("#id_text_de")).to_have_value("Willkommen. {hours}")
    expect(page.locator("#heard p")).to_have_text(re.compile(r"^Willkommen\. [^{]+$"))
    expect(page.locator("#heard").get_by_role("link", name="Listen")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_own_recording_is_brought_heard_and_removed(new_page: NewPage, tmp_path: Path, scripts: bool) -> None:
    (tmp_path / "hello.wav").write_bytes(sound())
    page = new_page(java_script_enabled=scripts, size=(390, 844))
    page.goto(f"{EDITOR}?panel=greeting")
    page.locator("#id_text_de").fill("Willkommen.")
    page.get_by_text("Use an own recording").click()
    page.get_by_label("WAV file, at most one minute").set_input_files(tmp_path / "hello.wav")
    page.get_by_role("button", name="Upload").click()

    expect(page.get_by_text("your recording hello.wav")).to_be_visible()
    expect(page.locator("#id_text_de")).to_have_value("Willkommen.")
    address = page.get_by_role("link", name="Listen").get_attribute("href")
    assert address is not None
    assert page.request.get(address).headers["content-type"] == "audio/wav"
    assert violations(page, within="#panel") == [] if scripts else True

    page.get_by_role("button", name="Remove the recording").click()
    expect(page.get_by_text("your recording hello.wav")).to_have_count(0)
    expect(page.locator("#id_text_de")).to_have_value("Willkommen.")


def test_a_bad_destination_is_told_in_its_place(new_page: NewPage) -> None:
    page = new_page(size=(1440, 1300))
    page.goto(f"{EDITOR}?panel=treatment&at=main")
    page.get_by_text("Add a destination").click()
    address = page.get_by_label("Telephone number or SIP address")
    address.fill("0900 123 456")
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_text("is a service number. Calls can go to ordinary numbers only.")).to_be_visible()
    expect(address).to_have_value("0900 123 456")
    expect(page).to_have_url(re.compile("/routing/"))


def test_a_draft_is_settled_for_later_seen_in_the_calendar_and_cancelled(new_page: NewPage) -> None:
    page = new_page(size=(1440, 1300))
    page.goto(EDITOR)
    draw(page, 5, 540, 720)
    page.get_by_role("link", name="Publish …").click()
    expect(page.get_by_label("Name of the change")).to_be_hidden()
    page.get_by_role("radio", name=re.compile("From one date until another")).check()
    page.get_by_label("Name of the change").fill("Sale")
    page.get_by_label("From", exact=True).fill("2099-03-02T07:00")
    page.get_by_label("To", exact=True).fill("2099-03-09T07:00")
    page.get_by_role("button", name="Publish").click()

    expect(page.locator(".event.scheduled")).to_have_count(8)
    page.goto(f"{EDITOR}?week=2099-03-02")
    expect(page.locator(".layer", has_text="Sale")).to_have_count(7)
    page.goto(f"{EDITOR}calendar/")
    page.get_by_role("button", name="Cancel Sale").click()
    expect(page.get_by_text("Nothing is settled for later")).to_be_visible()


def test_a_reader_looks_and_cannot_draw(new_page: NewPage) -> None:
    page = new_page(email=READER)
    page.goto(f"{EDITOR}?panel=treatment&at=main")

    expect(page.locator(".week-day").first).to_be_visible()
    assert page.locator("main form[method=post]").count() == 0
    assert page.locator("#panel").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_editor_is_accessible(new_page: NewPage, theme: str) -> None:
    page = new_page(theme=theme, reduced_motion="reduce", language="de")
    faults = []
    panels = ("window", "treatment&at=main", "new", "new&at=branches", "new&at=voicemail", "holidays", "special&at=new",
              "exception&at=new", "screening", "display", "greeting", "otherwise", "copy&at=0")  # fmt: skip
    for panel in panels:
        page.goto(f"{EDITOR}?week=2026-12-21&panel={panel}")
        expect(page.locator("#panel")).to_be_visible()
        for size in ((1440, 900), (390, 844)):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            faults += [f"{panel} {size}: {wide} px too wide"] if wide else []
        faults += [f"{panel}: {fault}" for fault in violations(page)]
    assert faults == []
