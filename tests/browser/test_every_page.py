"""Every page in three sizes, two themes and four languages: nothing sticks out, nothing complains, axe is content."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OPERATOR, NewPage
from tests.browser.portal import LIVE_CALL, Portal
from tests.playedcontrol import TRIAL_ID

pytestmark = pytest.mark.browser

SIZES = {"desk": (1440, 900), "tablet": (820, 1180), "telephone": (390, 844)}
# Two languages in each theme: every page is seen in both themes and in all languages at each size.
THEME_OF = {"de": "light", "fr": "light", "it": "dark", "en": "dark"}
# Axe is slow; each page goes through it in both themes and at each size.
AXE = {("desk", "de"), ("tablet", "fr"), ("telephone", "it")}

HOLDERS_PAGES = (
    "/",
    "/?span=month&number=0900575123",
    "/targets/",
    "/targets/add/",
    "/live/",
    "a live call",
    "/calls/",
    "/calls/?period=month&result=lost",
    "/calls/?result=lost&number=0800555123&from=2020-01-01&to=2020-01-01",
    "/calls/?panel=1&talk-min=x&columns=time,caller,country,treatment,hung-up-by,wait,cost",
    "/calls/exports/",
    "a call",
    "a call with a price that changed",
    "/figures/?whole=1",
    "/customers/?of=3-months",
    "/customers/?of=last-month&lost=1",
    "a customer",
    "/numbers/",
    "/numbers/0900575123/",
    "/numbers/0900575123/?edit=2",
    "/numbers/0800555123/?caller=0794123344&at=2026-12-24T18:05",
    "/numbers/0800555123/callers/",
    "/numbers/0800555123/history/",
    "/numbers/0800555123/tariff/",
    "/numbers/0900575123/tariff/?under=demo-0900",
    "/numbers/0901575700/tariff/",
    "/numbers/0901575700/tariff/set/?all",
    "/routing/",
    "/numbers/0800555130/routing/?week=2026-12-21",
    "/numbers/0800555130/routing/calendar/?month=2026-12",
    "/routing/destinations/",
    "/routing/destinations/add/",
    "a destination",
    "a destination that is being changed",
    "a destination that is rung for a test",
    "/routing/lists/",
    "/routing/lists/add/",
    "/tariffs/",
    "/tariffs/new/",
    "/tariffs/new/?class=ch-0900",
    "/tariffs/demo-0900/",
    "/search/?q=0",
    "/me/",
    "/me/keys/",
    "/me/help/",
    "/nothing-here/",
    "/account/2fa/",
    "/account/password/change/",
    "/account/logout/",
)
OPERATORS_PAGES = (
    "/",
    "/operator/",
    "/operator/accounts/",
    "/operator/numbers/?add",
    "/operator/numbers/0901575700/limits/",
    "/operator/carriers/",
    "/operator/carriers/1/",
    "/operator/carriers/add/",
    "/operator/prices/?class=fr-089",
    "/operator/prices/add/ch-0800/",
    "/numbers/0800555124/callers/",
)
STRANGERS_PAGES = ("/account/login/", "/account/password/reset/", "/account/password/reset/done/")


def _open(page: Page, address: str) -> None:
    if address == "a customer":
        page.goto("/customers/?of=6-months")
        address = page.locator(".customers th a").first.get_attribute("href") or ""
    if address == "a call":
        page.goto("/calls/?result=lost")
        address = page.locator(".explorer-rows tbody th a").first.get_attribute("href") or ""
    elif address == "a live call":
        address = f"/live/{LIVE_CALL}/"
    elif address.startswith("a destination"):
        page.goto("/routing/destinations/")
        found = page.locator(".destinations th a").first.get_attribute("href") or ""
        below = {"a destination": "", "a destination that is being changed": "change/"}
        address = f"{found}{below.get(address, f'test/{TRIAL_ID}/?seen=1')}"
    elif address == "a call with a price that changed":
        page.goto("/calls/?number=%2B41901575700&result=answered")
        address = page.locator(".explorer-rows tbody th a").first.get_attribute("href") or ""
    page.goto(address)


def _overflow(page: Page) -> str:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return f"{wide} px too wide" if wide > 0 else ""


def _faults_at_every_size(page: Page, language: str) -> list[str]:
    faults = []
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        found = [_overflow(page)] + (_violations(page) if (size, language) in AXE else [])
        faults += [f"{size}: {fault}" for fault in found if fault]
    return faults


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"][:3]]


@pytest.mark.parametrize("language", THEME_OF)
def test_every_page_fits_and_is_accessible(new_page: NewPage, portal: Portal, language: str) -> None:
    faults = []
    portal.quiz_call()
    rooms = (("nora@alpina.example", HOLDERS_PAGES), (OPERATOR, OPERATORS_PAGES), (None, STRANGERS_PAGES))
    for email, addresses in rooms:
        page = new_page(email=email, theme=THEME_OF[language], language=language, reduced_motion="reduce")
        for address in addresses:
            _open(page, address)
            faults += [f"{address}, {fault}" for fault in _faults_at_every_size(page, language)]

    portal.quiz_call_over()
    assert faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_open_menus_are_accessible(new_page: NewPage, theme: str) -> None:
    page = new_page(email=OPERATOR, theme=theme)
    page.goto("/calls/")

    for menu in page.locator("drop-menu summary:visible").all():
        menu.click()
        assert _violations(page) == []


def test_a_page_can_be_read_at_four_times_its_size(new_page: NewPage, portal: Portal) -> None:
    portal.quiz_call()
    # 1280 px at 400 % are 320 px (WCAG 2.2, 1.4.10).
    page = new_page(size=(320, 256), language="de")
    for address in HOLDERS_PAGES:
        _open(page, address)
        assert _overflow(page) == "", address
    portal.quiz_call_over()


def test_paper_shows_the_page_and_not_its_frame(new_page: NewPage) -> None:
    page = new_page(theme="dark")
    _open(page, "a call")
    page.emulate_media(media="print")

    assert page.locator(".side").is_hidden()
    assert page.locator(".top").is_hidden()
    assert page.locator(".story").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
