"""What the frame of every page shows: places, account, banners, theme."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.accounts.queries import AccountClosed
from smartnumbers.portal.access import current_access, own_accounts
from smartnumbers.portal.health import banners, live_count
from smartnumbers.portal.theme import COOKIE, theme_of

_PLACES = (
    "overview",
    "live",
    "calls",
    "figures",
    "customers",
    "numbers",
    "plans",
    "destinations",
    "caller-lists",
    "tariffs",
    "platform",
    "operator-accounts",
    "operator-numbers",
    "operator-carriers",
    "operator-prices",
    "profile",
    "help",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the main navigation; `here` marks the one whose page is shown."""

    name: str
    icon: str
    address: str
    here: bool
    on_phone: bool = False
    starts_group: bool = False
    pushed: bool = False
    live: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    """The values of the page's frame; little for somebody who is not logged in."""
    values: dict[str, Any] = {"theme": theme_of(request), "theme_cookie": COOKIE}
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return values
    try:
        access = current_access(request)
    except AccountClosed:
        access = None
    return values | {
        "access": access,
        "account": access.account if access is not None else None,
        "accounts": own_accounts(request),
        "everything": _("Whole platform"),
        "banners": banners(access),
        "initials": _initials(str(user)),
        "live_count": live_count(access) if access is not None else 0,
        "may_make_keys": access is not None and access.may(Permission.MANAGE_API_KEYS),
        "may_change": access is not None and access.may(Permission.CHANGE_ROUTING),
        "places": _places(request, access),
    }


def _places(request: HttpRequest, access: Access | None) -> list[Place]:
    here = _here(request.path)

    def at(name: str, *others: str) -> dict[str, Any]:
        """The address of a place, and whether the page is there or in one of the others that belong to it."""
        return {"address": _address(name), "here": here in {_address(one) for one in (name, *others)}}

    places = []
    if access is not None:
        places = [
            Place(name=_("Overview"), icon="layout-dashboard", **at("overview"), on_phone=True),
            Place(name=_("Live calls"), icon="phone-call", **at("live"), on_phone=True, live=True),
            Place(name=_("Calls"), icon="list-details", **at("calls"), on_phone=True),
            Place(name=_("Figures"), icon="chart-bar", **at("figures")),
            Place(name=_("Customers"), icon="users", **at("customers")),
            Place(name=_("Numbers"), icon="hash", **at("numbers"), on_phone=True),
            Place(name=_("Routing"), icon="route", **at("plans")),
            Place(name=_("Destinations"), icon="address-book", **at("destinations", "caller-lists")),
            Place(name=_("Tariffs"), icon="coin", **at("tariffs")),
        ]
    if access is not None and access.may(Permission.SEE_PLATFORM):
        places += [
            Place(name=_("Platform"), icon="heartbeat", **at("platform"), starts_group=True),
            Place(name=_("Accounts"), icon="building", **at("operator-accounts")),
            Place(name=_("Stock"), icon="list-numbers", **at("operator-numbers")),
            Place(name=_("Carriers"), icon="antenna-bars-5", **at("operator-carriers")),
            Place(name=_("Price list"), icon="tags", **at("operator-prices")),
        ]
    return [
        *places,
        Place(name=_("My settings"), icon="user-cog", **at("profile"), pushed=True),
        Place(name=_("Help"), icon="lifebuoy", **at("help")),
    ]


def _here(path: str) -> str:
    """The address of the place a page belongs to: the longest that the page's own begins with."""
    addresses = [_address(name) for name in _PLACES]
    return max((address for address in addresses if path.startswith(address) and address != "/"), key=len, default=path)


@cache
def _address(place: str) -> str:
    """Where a place is: asked some forty times for every page."""
    return reverse(place)


def _initials(name: str) -> str:
    words = name.replace("@", " ").split()
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper() if words else "?"
