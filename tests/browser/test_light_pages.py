"""Every page in the light theme, and at four times its size."""

import pytest

from tests.browser.conftest import NewPage
from tests.browser.pages import HOLDERS_PAGES, faults_of_every_page, faults_of_open_menus, open_page, overflow
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_page_fits_and_is_accessible(new_page: NewPage, portal: Portal, language: str) -> None:
    assert faults_of_every_page(new_page, portal, theme="light", language=language) == []


def test_open_menus_are_accessible(new_page: NewPage) -> None:
    assert faults_of_open_menus(new_page, theme="light") == []


def test_a_page_can_be_read_at_four_times_its_size(new_page: NewPage, portal: Portal) -> None:
    portal.quiz_call()
    # 1280 px at 400 % are 320 px (WCAG 2.2, 1.4.10).
    page = new_page(size=(320, 256), language="de")
    for address in HOLDERS_PAGES:
        open_page(page, address)
        assert overflow(page) == "", address
    portal.quiz_call_over()
