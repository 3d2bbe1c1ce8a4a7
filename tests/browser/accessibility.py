"""What axe finds fault with."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# An element is told by its own text; to work out its path from the root costs a fifth of the whole.
_OPTIONS = {"resultTypes": ["violations"], "selectors": False}
_RUN = "([within, options]) => axe.run(within ?? document, options).then(found => found.violations)"


def violations(page: Page, *, within: str | None = None) -> list[str]:
    """The rules that a page breaks, or the part of it with that selector, with the elements that break them."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_RUN, [within, _OPTIONS])
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"][:3]]
