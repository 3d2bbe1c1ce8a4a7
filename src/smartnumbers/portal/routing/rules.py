"""What holds beside the week, one line each: what it is now in a sentence, and the panel that changes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from smartnumbers.apps.plans.wording import DISPLAYS
from smartnumbers.apps.plans.wording.regions import region_words
from smartnumbers.core.routing.plan import DAY_MINUTES
from smartnumbers.portal.routing.drafting import Drafting
from smartnumbers.portal.routing.week import name_of
from smartnumbers.portal.tariffs.reading import clock_entered


@dataclass(frozen=True, slots=True)
class Rule:
    """One line."""

    panel: str
    at: str
    icon: str
    name: str
    now: str


def rules(*, drafting: Drafting) -> list[Rule]:
    """All lines in the order in which a call meets them."""
    return [*_of_calls(drafting), *_of_dates(drafting.document)]


def _of_calls(drafting: Drafting) -> Iterator[Rule]:
    document = drafting.document
    yield Rule(panel="screening", at="", icon="shield-check", name=_("Who is let in"), now=_screening(drafting))
    yield Rule(panel="greeting", at="", icon="message", name=_("Greeting"), now=_greeting(document["greeting"]))
    shown = str(DISPLAYS.get(document["display"]["mode"], document["display"]["mode"]))
    yield Rule(panel="display", at="", icon="device-mobile", name=_("Shown on the destination's telephone"), now=shown)
    otherwise = name_of(document=document, treatment=document["otherwise"]) or _("nothing: they are gaps")
    yield Rule(panel="otherwise", at="", icon="clock", name=_("All other hours"), now=otherwise)


def _of_dates(document: Mapping[str, Any]) -> Iterator[Rule]:
    yield Rule(panel="holidays", at="", icon="calendar-event", name=_("Public holidays"), now=_holidays(document))
    for index, item in enumerate(document["special_days"]):
        # Any year with a 29 February.
        day = date_format(date(2024, item["month"], item["day"]), pgettext("date format", "j F"))
        told = _told(f"{day}{_hours(item)}", document, item["treatment"])
        yield Rule(panel="special", at=str(index), icon="star", name=item["name"], now=told)
    for index, item in enumerate(document["exceptions"]):
        begins, ends = (datetime.fromisoformat(item[name]) for name in ("begins", "ends"))
        times = " – ".join(date_format(when, "SHORT_DATETIME_FORMAT") for when in (begins, ends))
        told = _told(times, document, item["treatment"])
        yield Rule(panel="exception", at=str(index), icon="calendar-exclamation", name=item["name"], now=told)


def _told(when: str, document: Mapping[str, Any], treatment: str) -> str:
    return _("%(when)s: %(treatment)s") % {"when": when, "treatment": name_of(document=document, treatment=treatment)}


def _hours(item: Mapping[str, Any]) -> str:
    if (item["start"], item["end"]) == (0, DAY_MINUTES):
        return ""
    return f", {clock_entered(item['start'])}–{clock_entered(item['end'])}"


def _holidays(document: Mapping[str, Any]) -> str:
    rule = document["holidays"]
    if rule is None:
        return _("count as any other day")
    told = _told(region_words(rule["region"]), document, rule["treatment"])
    worked = len(rule["worked"])
    if worked:
        told += ngettext(", %(count)d of them worked", ", %(count)d of them worked", worked) % {"count": worked}
    return told


def _greeting(message: Mapping[str, Any] | None) -> str:
    if message is None:
        return pgettext("greeting", "none")
    return next(iter(message["texts"].values()), "") or _("the opening hours")


def _screening(drafting: Drafting) -> str:
    screening = drafting.document["screening"]
    parts = []
    names = [drafting.named.lists.get(item, {}).get("name", "") for item in screening["welcome"]]
    if screening["only_welcome"]:
        parts.append(_("only %(lists)s") % {"lists": ", ".join(names)})
    elif names:
        parts.append(_("%(lists)s always") % {"lists": ", ".join(names)})
    if screening["withheld"]:
        parts.append(_("nobody who withholds the number"))
    if screening["countries"]:
        parts.append(_("not from %(countries)s") % {"countries": ", ".join(screening["countries"])})
    if screening["limit"]:
        count = screening["limit"]["calls"]
        parts.append(
            ngettext("at most %(count)d call of one caller", "at most %(count)d calls of one caller", count)
            % {"count": count}
        )
    if screening["key_test"]:
        parts.append(_("after a key test"))
    if screening.get("reports"):
        parts.append(_("nuisance reports with *00"))
    return ", ".join(parts) or _("everybody who is not blocked")
