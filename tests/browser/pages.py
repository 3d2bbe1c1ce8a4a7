"""Every page of the portal, each looked at in three sizes: nothing sticks out, nothing complains, axe is content.

Each size is seen in both themes and all languages by the two modules together that look in the light and in the dark.
"""

from playwright.sync_api import Page

from tests.browser.accessibility import violations
from tests.browser.conftest import HOLDER, OPERATOR, NewPage
from tests.browser.portal import LIVE_CALL, Portal
from tests.playedcontrol import TRIAL_ID

SIZES = {"desk": (1440, 900), "tablet": (820, 1180), "telephone": (390, 844)}
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


def open_page(page: Page, address: str) -> None:
    """Go to an address, or to what one of the lists above describes in words."""
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


def overflow(page: Page) -> str:
    """By how much a page is wider than its window; nothing where it fits."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return f"{wide} px too wide" if wide > 0 else ""


def faults_of_every_page(new_page: NewPage, portal: Portal, *, theme: str, language: str) -> list[str]:
    """What is wrong with the pages of holders, operators and strangers in a theme and a language, at every size."""
    faults = []
    portal.quiz_call()
    for email, addresses in ((HOLDER, HOLDERS_PAGES), (OPERATOR, OPERATORS_PAGES), (None, STRANGERS_PAGES)):
        page = new_page(email=email, theme=theme, language=language, reduced_motion="reduce")
        for address in addresses:
            open_page(page, address)
            faults += [f"{address}, {fault}" for fault in _faults_at_every_size(page, language)]
    portal.quiz_call_over()
    return faults


def faults_of_open_menus(new_page: NewPage, *, theme: str) -> list[str]:
    """What axe finds fault with in the menus of a page, each opened."""
    page = new_page(email=OPERATOR, theme=theme)
    page.goto("/calls/")
    faults = []
    for menu in page.locator("drop-menu summary:visible").all():
        menu.click()
        faults += violations(page)
        # An open menu may lie over the next one.
        page.keyboard.press("Escape")
    return faults


def _faults_at_every_size(page: Page, language: str) -> list[str]:
    faults = []
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        found = [overflow(page)] + (violations(page) if (size, language) in AXE else [])
        faults += [f"{size}: {fault}" for fault in found if fault]
    return faults
