"""Light, dark, or as the device: kept in a cookie, because it belongs to the screen and not to the person."""

from django.http import HttpRequest

COOKIE = "smartnumbers_theme"
THEMES = ("light", "dark", "system")


def theme_of(request: HttpRequest) -> str:
    """The theme chosen in this browser."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else "system"
