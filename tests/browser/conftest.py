"""One portal and one Chromium for all browser tests; everybody is logged in once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.portal import Portal, running_portal

HOLDER, READER, OPERATOR = "nora@alpina.example", "beat@alpina.example", "operator@demo.example"
# Chromium as root in a container, and quiet: it would otherwise look for its maker's servers at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal under test."""
    with running_portal(tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.fail("Chromium is needed for the browser tests; `make develop` installs it.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def logged_in(portal: Portal, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The cookies of everybody who is logged in, by e-mail address."""
    folder = tmp_path_factory.mktemp("cookies")
    kept = {}
    for email in (HOLDER, READER, OPERATOR):
        context = browser.new_context(base_url=portal.address)
        page = context.new_page()
        page.goto("/account/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", portal.passwords[email])
        page.click("main button.btn-primary")
        page.wait_for_selector("main h1")
        kept[email] = folder / email
        context.storage_state(path=kept[email])
        context.close()
    return kept


@pytest.fixture
def new_page(portal: Portal, browser: Browser, logged_in: dict[str, Path]) -> Iterator[NewPage]:
    """Opens pages for a person, in a size, a theme and a language; what a page complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        *,
        email: str | None = HOLDER,
        size: tuple[int, int] = (1440, 900),
        theme: str = "light",
        language: str = "en",
        may_complain: bool = False,
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=portal.address,
            viewport={"width": size[0], "height": size[1]},
            storage_state=logged_in[email] if email is not None else None,
            **more,
        )
        contexts.append(context)
        cookies = {"smartnumbers_theme": theme, "django_language": language}
        context.add_cookies([{"name": name, "value": value, "url": portal.address} for name, value in cookies.items()])
        page = context.new_page()
        if may_complain:
            return page
        page.on("pageerror", lambda fault: complaints.append(f"{page.url}: {fault}"))
        page.on(
            "console",
            lambda said: complaints.append(f"{page.url}: {said.text}") if said.type in ("error", "warning") else None,
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A page that answers with an error status is one; those tests look at the words instead.
    assert [said for said in complaints if "the server responded with a status of" not in said] == []
