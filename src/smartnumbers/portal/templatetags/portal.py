"""How the portal writes icons, numbers, instants and spans of time."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Protocol

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django_vite.templatetags.django_vite import vite_asset_url

from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.core.foundation.instants import from_datetime, to_datetime
from smartnumbers.core.numbering.dialled import display
from smartnumbers.portal.messages import UNDO
from smartnumbers.portal.tariffs.classwords import class_name

register = template.Library()

_LARGE = {"": "i", "sm": "i i-sm", "lg": "i i-lg"}


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite; it says nothing to screen readers, so a word must stand beside it."""
    # Remembered, for a page has some forty, and the sprite's address does not change while the portal runs.
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        _LARGE[size],
        vite_asset_url("icons.svg"),
        name,
    )


@register.filter
def day_long(day: date) -> str:
    """A day in full, with its weekday, as the language writes it: Sunday, 22 November 2026."""
    return _small(date_format(day, pgettext("date format", "l, j F Y")))


@register.filter
def day_of_month(day: date) -> str:
    """A day near today, with its weekday: Sunday 22 November."""
    return _small(date_format(day, pgettext("date format", "l j F")))


def _small(written: str) -> str:
    # Django's Italian writes days and months with capitals; Italian does not.
    return written.lower() if get_language() == "it" else written


@register.filter
def phone(number: str) -> str:
    """A canonical number as people write it."""
    return display(number)


@register.filter
def instant(milliseconds: int | None) -> datetime | None:
    """The local time of an instant, for the filters `date` and `time`."""
    if milliseconds is None:
        return None
    return timezone.localtime(to_datetime(milliseconds))


@register.filter
def milliseconds(moment: datetime) -> int:
    """The instant of a time, for scripts."""
    return int(moment.astimezone(UTC).timestamp() * 1000)


@register.filter
def clock(span: int | None) -> str:
    """A span (milliseconds) as a clock shows it: 4:07, 1:02:33."""
    seconds = (span or 0) // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}"
    return f"{minutes}:{seconds % 60:02}"


@register.filter
def words(span: int | None) -> str:
    """A span (milliseconds) as people say it: 8 s, 4 min 7 s, 1 h 2 min."""
    seconds = round((span or 0) / 1000)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    values = {"hours": hours, "minutes": minutes, "seconds": rest}
    if hours:
        return _("%(hours)d h %(minutes)d min") % values
    if minutes:
        return _("%(minutes)d min %(seconds)d s") % values
    return _("%(seconds)d s") % values


@register.filter
def grouped(value: int | None) -> str:
    """A whole number, in groups of three: 12'345."""
    return f"{value or 0:,}".replace(",", "'")


@register.filter
def share(part: int, whole: int) -> str:
    """A part of a whole in per cent, with one decimal where it is small."""
    if not whole:
        return "–"
    value = 100 * part / whole
    return f"{value:.0f} %" if value >= 10 or value == 0 else f"{value:.1f} %"


@register.filter
def control(field: BoundField, extra: str = "") -> SafeString:
    """A form's field with the look of the portal's controls; "plain" leaves its placeholder out."""
    kind = getattr(field.field.widget, "input_type", "")
    look = {"select": "form-select", "checkbox": "form-check-input", "radio": "form-check-input"}
    attributes: dict[str, Any] = {"class": look.get(kind, "form-control")}
    if extra == "plain":
        # Forms of the log-in library repeat their labels as placeholders.
        attributes["placeholder"] = False
    return field.as_widget(attrs=attributes)


@register.filter
def undo_address(message: Message) -> str:
    """Where a message's Undo button leads, or "" where there is nothing to undo."""
    tag = message.extra_tags or ""
    return tag.removeprefix(UNDO) if tag.startswith(UNDO) else ""


@register.simple_tag
def html_language() -> str:
    """The page's language for browsers and screen readers; Swiss, so that hyphenation and voices fit."""
    language = get_language() or "en"
    return language if language == "en" else f"{language}-CH"


@register.simple_tag
def now_milliseconds() -> int:
    """The server's time when the page was written, for clocks that tick in the page."""
    return from_datetime(timezone.now())


class _Addressed(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def address(self) -> str: ...


@register.filter
def address(destination: _Addressed) -> str:
    """Where a destination is: a telephone number as people write it, or a SIP address without its scheme."""
    if destination.kind == "telephone":
        return display(destination.address)
    return destination.address.removeprefix("sip:")


@register.filter
def class_words(number: ServiceNumber) -> str:
    """The class of a number: how it begins and who pays."""
    return class_name(number.class_code, family=number.known_family)
