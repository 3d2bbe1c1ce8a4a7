"""The editor's page: the draft's head, its check and difference, the week, the rules, and the side panel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.reachability import answered, patience_seconds
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.queries import changes_to, check_plan, scheduled
from smartnumbers.core.routing.check import Severity
from smartnumbers.core.routing.planning import PlanInvalid
from smartnumbers.portal.access import page
from smartnumbers.portal.numbers.comparing import Difference
from smartnumbers.portal.numbers.sheet import head
from smartnumbers.portal.routing.drafting import Drafting, drafting
from smartnumbers.portal.routing.findings import Told, told
from smartnumbers.portal.routing.overlays import strips
from smartnumbers.portal.routing.panel import Panel, panel_of
from smartnumbers.portal.routing.rules import rules
from smartnumbers.portal.routing.tones import tones
from smartnumbers.portal.routing.undoing import can_undo
from smartnumbers.portal.routing.week import monday_of, name_of, week_of

WEEK, PANEL, AT = "week", "panel", "at"


@dataclass(frozen=True, slots=True)
class Brush:
    """A treatment as the palette of the week shows it."""

    treatment_id: str
    name: str
    tone: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check says of the draft; `broken` where it cannot even be read."""

    told: Sequence[Told]
    errors: int
    warnings: int
    broken: bool = False


@page(Permission.SEE_NUMBERS)
def editor(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """A number's plan to be looked at and changed."""
    return show(request, drafting(access=access, number=find(access=access, written=written)))


def show(
    request: HttpRequest,
    working: Drafting,
    *,
    panel: str | None = None,
    at: str = "",
    shown: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The editor; `panel`, `at` and `shown` stand in for what the address asks for after a step was refused."""
    if panel is None:
        panel, at = request.GET.get(PANEL, ""), request.GET.get(AT, "")
    opened = panel_of(drafting=working, name=panel, at=at, shown=shown or {}) if _may_see(working, panel) else None
    values = head(access=working.access, number=working.number, tab="routing")
    values |= _week(request, working, opened)
    values |= {
        "drafting": working,
        "checked": checked(working),
        "changes": differences(working),
        "rules": rules(drafting=working),
        "panel": opened,
        "can_undo": working.may_change and can_undo(request, drafting=working),
        "step_query": step_query(request, opened),
    }
    response = render(request, "routing/editor.html", values, status=status)
    if status != 200:
        # The address of a refused step is no page.
        response["HX-Replace-Url"] = "false"
    return response


def checked(working: Drafting) -> Checked:
    """What the check finds in the draft."""
    about: Any = {"access": working.access, "number": working.number, "at": timezone.now()}
    try:
        found = check_plan(
            document=working.document, answered=answered(**about), patience_seconds=patience_seconds(**about), **about
        )
    except ChangeRefused:
        return Checked(told=(), errors=1, warnings=0, broken=True)
    grave = [finding.severity for finding in found]
    return Checked(
        told=told(drafting=working, findings=found),
        errors=grave.count(Severity.ERROR),
        warnings=grave.count(Severity.WARNING),
    )


def differences(working: Drafting) -> list[Difference]:
    """How the draft differs from the plan in force."""
    if working.draft is None:
        return []
    try:
        found = changes_to(access=working.access, number=working.number, document=working.document, at=timezone.now())
    except PlanInvalid:
        return []
    return [Difference.of(change) for change in found]


def step_query(request: HttpRequest, opened: Panel | None) -> str:
    """What the address of a step carries along: the week that is shown and the panel that is open."""
    kept = {WEEK: request.GET.get(WEEK, "")}
    if opened is not None:
        kept |= {PANEL: opened.name, AT: opened.at}
    return urlencode({name: value for name, value in kept.items() if value})


def _may_see(working: Drafting, panel: str) -> bool:
    return bool(panel) and working.may_change


def _week(request: HttpRequest, working: Drafting, opened: Panel | None) -> dict[str, Any]:
    today = timezone.now().astimezone(ZoneInfo(working.document["zone"])).date()
    monday = monday_of(written=request.GET.get(WEEK, ""), today=today)
    days = [monday + timedelta(days=index) for index in range(7)]
    settled = scheduled(access=working.access, number=working.number, at=timezone.now())
    key = opened.at if opened is not None and opened.name == "window" else ""
    week = week_of(
        document=working.document,
        monday=monday,
        today=today,
        open_key=key,
        strips=strips(document=working.document, scheduled=settled, days=days),
    )
    otherwise = name_of(document=working.document, treatment=working.document["otherwise"])
    return {"week": week, "brushes": _brushes(working, opened), "otherwise_name": otherwise}


def _brushes(working: Drafting, opened: Panel | None) -> list[Brush]:
    """The palette; chosen is the treatment that is open, else the first one."""
    chosen = opened.values.get("treatment_id", "") if opened is not None else ""
    if chosen not in working.document["treatments"]:
        chosen = next(iter(working.document["treatments"]), "")
    colour = tones(document=working.document)
    return [Brush(key, name, colour[key], key == chosen) for key, name in working.treatments]
