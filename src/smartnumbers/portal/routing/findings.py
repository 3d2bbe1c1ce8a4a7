"""What the check found, in words: each with the way to its place in the editor and, where it is obvious, a mend."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from smartnumbers.apps.plans.wording import finding_words
from smartnumbers.core.routing.check import Finding, Severity
from smartnumbers.core.routing.editing.week import key_of, windows
from smartnumbers.core.routing.plan import DAY_MINUTES, Window
from smartnumbers.portal.routing.drafting import Drafting
from smartnumbers.portal.routing.week import name_of
from smartnumbers.portal.tariffs.reading import clock_entered


@dataclass(frozen=True, slots=True)
class _Look:
    """How a finding looks."""

    tone: str
    icon: str


_LOOKS = {
    Severity.ERROR: _Look(tone="bad", icon="alert-triangle"),
    Severity.WARNING: _Look(tone="warn", icon="alert-circle"),
    Severity.NOTE: _Look(tone="note", icon="info-circle"),
}
_TREATMENT = re.compile(r"treatments\.([^.\[]+)")
_PLACED = re.compile(r"(week|exceptions|special_days)\[(\d+)\]")
_PANELS = {"screening": "screening", "greeting": "greeting", "display": "display", "holidays": "holidays"}
# More than so many gaps are told as one: a week that is still empty has seven.
_GAPS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Mend:
    """A button that puts something right: its words and the form it posts."""

    words: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One finding as the panel shows it; `address` is the query that opens its place, "" where there is none."""

    sentence: str
    tone: str
    icon: str
    address: str
    mends: Sequence[Mend] = field(default_factory=tuple)


def told(*, drafting: Drafting, findings: Sequence[Finding]) -> list[Told]:
    """The findings in words, the gravest first."""
    gaps = [finding for finding in findings if finding.code == "gap"]
    shown = gaps[:_GAPS_SHOWN]
    lines = []
    for finding in findings:
        if finding.code == "gap" and finding not in shown:
            continue
        look = _LOOKS[finding.severity]
        lines.append(
            Told(
                sentence=finding_words(finding),
                tone=look.tone,
                icon=look.icon,
                address=address_of(drafting=drafting, finding=finding),
                mends=list(_mends(drafting, finding)) if drafting.may_change else (),
            )
        )
    if len(gaps) > len(shown):
        look = _LOOKS[Severity.ERROR]
        further = _("And %(count)d further gaps, marked in the week.") % {"count": len(gaps) - len(shown)}
        lines.insert(len(shown), Told(sentence=further, tone=look.tone, icon=look.icon, address=""))
    return lines


def address_of(*, drafting: Drafting, finding: Finding) -> str:
    """The query that opens the place of a finding in the editor."""
    values = finding.parameters
    if finding.code == "gap":
        return _query("window", f"free-{values['day']}-{values['start']}-{values['end']}")
    placed = _PLACED.match(finding.place)
    if placed is not None:
        index = int(placed[2])
        if placed[1] != "week":
            return _query("exception" if placed[1] == "exceptions" else "special", str(index))
        week = drafting.document["week"]
        if index < len(week):
            item = week[index]
            window = Window(item["day"], item["start"], item["end"], item["treatment"])
            return _query("window", key_of(window=window))
    treatment = _TREATMENT.match(finding.place)
    if treatment is not None and treatment[1] in drafting.document["treatments"]:
        return _query("treatment", treatment[1])
    panel = _PANELS.get(re.split(r"[.\[]", finding.place)[0], "")
    return _query(panel, "") if panel else ""


def _query(panel: str, at: str) -> str:
    return urlencode({"panel": panel, "at": at} if at else {"panel": panel})


def _mends(drafting: Drafting, finding: Finding) -> Iterator[Mend]:
    if finding.code == "gap":
        yield from _closing(drafting.document, finding.parameters)
    elif finding.code == "overlap":
        yield from _parting(drafting.document, finding.parameters)
    elif finding.code == "exception-past":
        place = _PLACED.match(finding.place)
        if place is not None:
            values = {"do": "remove-dated", "part": "exception", "place": place[2]}
            yield Mend(_("Remove it"), values)
    elif finding.code == "treatment-unreachable":
        match = _TREATMENT.match(finding.place)
        if match is not None:
            yield Mend(_("Remove it"), {"do": "remove-treatment", "treatment": match[1]})


def _closing(document: Mapping[str, Any], gap: Mapping[str, str | int]) -> Iterator[Mend]:
    """Let the window before a gap last longer, or the one after it begin earlier."""
    day, start, end = (int(gap[name]) for name in ("day", "start", "end"))
    today = [window for window in windows(document=document) if window.day == day]
    before = next((window for window in today if window.end == start), None)
    after = next((window for window in today if window.start == end), None)
    if before is not None:
        words = _("Let %(name)s last until %(time)s")
        yield _changed(before, words % _values(document, before, end), end=end)
    if after is not None and (before is None or after.treatment != before.treatment):
        words = _("Let %(name)s begin at %(time)s")
        yield _changed(after, words % _values(document, after, start), start=start)


def _parting(document: Mapping[str, Any], overlap: Mapping[str, str | int]) -> Iterator[Mend]:
    """Let the earlier window end where the overlap begins, or the later one begin where it ends."""
    day, start, end = (int(overlap[name]) for name in ("day", "start", "end"))
    covering = [
        item for item in windows(document=document) if item.day == day and item.start < end and start < item.end
    ]
    for window in covering:
        if window.start < start and window.end == end:
            words = _("Let %(name)s end at %(time)s")
            yield _changed(window, words % _values(document, window, start), end=start)
        elif window.start == start and end < window.end:
            words = _("Let %(name)s begin at %(time)s")
            yield _changed(window, words % _values(document, window, end), start=end)
        elif (window.start, window.end) == (start, end):
            words = _("Remove %(name)s %(time)s")
            values = {"do": "remove-window", "key": key_of(window=window)}
            yield Mend(words % _values(document, window, start), values)


def _values(document: Mapping[str, Any], window: Window, minutes: int) -> dict[str, str]:
    return {"name": name_of(document=document, treatment=window.treatment), "time": clock_entered(minutes)}


def _changed(window: Window, words: str, *, start: int | None = None, end: int | None = None) -> Mend:
    values = {
        "do": "change-window",
        "key": key_of(window=window),
        "days": str(window.day),
        "start": clock_entered(window.start if start is None else start),
        "end": clock_entered(min(DAY_MINUTES, window.end if end is None else end)),
        "treatment": window.treatment,
        "overlap": "keep",
    }
    return Mend(words, values)
