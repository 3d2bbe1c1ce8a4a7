"""What the search field finds: numbers by digits or name, a call by its id, pages by their name."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.queries import CallUnknown, call
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.core.numbering.dialled import display
from smartnumbers.portal.addresses import written

LONGEST = 80
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is, and where it leads."""

    icon: str
    title: str
    note: str
    address: str


def find(*, access: Access, text: str) -> list[Hit]:
    """Everything that fits what was typed, the best first; nothing for nothing."""
    # PostgreSQL refuses to compare with a NUL.
    wish = " ".join(text.replace("\x00", "").split())[:LONGEST]
    if not wish:
        return []
    return [*_call(access, wish), *_numbers(access, wish), *_pages(access, wish)][:SHOWN]


def _call(access: Access, wish: str) -> Sequence[Hit]:
    try:
        found = call(access=access, call_id=UUID(wish))
    except (ValueError, CallUnknown):
        return ()
    note = display(found.number)
    return (Hit(icon="phone-call", title=_("Call"), note=note, address=reverse("call", args=[found.id])),)


def _numbers(access: Access, wish: str) -> Sequence[Hit]:
    digits = "".join(character for character in wish if character.isdigit())
    fits = Q(name__icontains=wish)
    # Only where it looks like a number: "2nd line" is a name, although it has a digit.
    if digits and len(digits) * 2 >= len(wish.replace(" ", "")):
        fits |= Q(number__contains=digits.lstrip("0") or digits)
    return [
        Hit(icon="hash", title=number.shown, note=number.name, address=reverse("number", args=[written(number.number)]))
        for number in numbers(access=access).filter(fits)[:SHOWN]
    ]


def _pages(access: Access, wish: str) -> Sequence[Hit]:
    places = [
        (_("Overview"), "overview", "layout-dashboard"),
        (_("Live calls"), "live", "phone-call"),
        (_("Calls"), "calls", "list-details"),
        (_("Figures"), "figures", "chart-bar"),
        (_("Customers"), "customers", "users"),
        (_("Numbers"), "numbers", "hash"),
        (_("Tariffs"), "tariffs", "coin"),
        (_("My settings"), "profile", "user-cog"),
        (_("Help"), "help", "lifebuoy"),
    ]
    if access.may(Permission.SEE_PLATFORM):
        places += [
            (_("Platform"), "platform", "heartbeat"),
            (_("Accounts"), "operator-accounts", "building"),
            (_("Stock"), "operator-numbers", "list-numbers"),
            (_("Price list"), "operator-prices", "tags"),
        ]
    return [
        Hit(icon=symbol, title=name, note=_("page"), address=reverse(address))
        for name, address, symbol in places
        if wish.casefold() in name.casefold()
    ]
