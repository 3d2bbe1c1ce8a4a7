"""Every page in the dark theme, and on paper, which is light."""

import pytest

from tests.browser.conftest import NewPage
from tests.browser.pages import faults_of_every_page, faults_of_open_menus, open_page
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["it", "en"])
def test_every_page_fits_and_is_accessible(new_page: NewPage, portal: Portal, language: str) -> None:
    assert faults_of_every_page(new_page, portal, theme="dark", language=language) == []


def test_open_menus_are_accessible(new_page: NewPage) -> None:
    assert faults_of_open_menus(new_page, theme="dark") == []


def test_paper_shows_the_page_and_not_its_frame(new_page: NewPage) -> None:
    page = new_page(theme="dark")
    open_page(page, "a call")
    page.emulate_media(media="print")

    assert page.locator(".side").is_hidden()
    assert page.locator(".top").is_hidden()
    assert page.locator(".story").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
