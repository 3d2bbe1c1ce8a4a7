"""What the editor's side panel shows: the form that the address asks for, or the one that was just refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from smartnumbers.apps.plans.wording.terms import day_words
from smartnumbers.core.routing.editing.week import window_of
from smartnumbers.core.routing.plan import Window
from smartnumbers.portal.routing.drafting import Drafting
from smartnumbers.portal.routing.forms.callers import DisplayForm, ScreeningForm
from smartnumbers.portal.routing.forms.dates import ExceptionForm, HolidaysForm, OtherwiseForm, SpecialDayForm
from smartnumbers.portal.routing.forms.messages import MessageForm
from smartnumbers.portal.routing.forms.windows import CopyForm, WindowForm
from smartnumbers.portal.routing.heard import heard
from smartnumbers.portal.routing.steps.dates import place_of
from smartnumbers.portal.routing.treatmentpanel import new_values, treatment_values

Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """An open panel: its name and what it is at, its title, its template, and what that needs."""

    name: str
    at: str
    title: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


def panel_of(*, drafting: Drafting, name: str, at: str, shown: Shown) -> Panel | None:
    """The panel that is asked for; None where there is none, or not any more. `shown` stands in for fresh forms."""
    build = _PANELS.get(name)
    return None if build is None else build(drafting, at, shown)


def _window(drafting: Drafting, at: str, shown: Shown) -> Panel | None:
    window = window_of(document=drafting.document, key=at)
    if window is None and at and not (at.startswith("free-") or shown):
        return None
    form = shown.get("form") or _window_form(drafting, window, at)
    values: dict[str, Any] = {"form": form, "key": at if window else ""}
    title = _("New window")
    if window is not None:
        title = str(drafting.document["treatments"].get(window.treatment, {}).get("name", window.treatment))
        values |= treatment_values(drafting, window.treatment, {})
    return Panel("window", at, title, "routing/panels/_window.html", values)


def _window_form(drafting: Drafting, window: Window | None, at: str) -> WindowForm:
    if window is not None:
        return WindowForm.of(window, treatments=drafting.treatments)
    if not at:
        return WindowForm(initial={"start": "08:00", "end": "12:00"}, treatments=drafting.treatments)
    numbers = [int(part) if part.isascii() and part.isdigit() else 0 for part in at.removeprefix("free-").split("-")]
    day, start, end = (*numbers, 0, 0, 0)[:3]
    free = Window(min(day, 6), min(start, 1440), min(end, 1440), "")
    return WindowForm.of(free, treatments=drafting.treatments)


def _copy(drafting: Drafting, at: str, shown: Shown) -> Panel | None:
    del drafting
    if at not in {str(day) for day in range(7)}:
        return None
    title = _("Copy %(day)s") % {"day": day_words(int(at))}
    return Panel("copy", at, title, "routing/panels/_copy.html", {"form": shown.get("form") or CopyForm(), "day": at})


def _treatment(drafting: Drafting, at: str, shown: Shown) -> Panel | None:
    known = drafting.document["treatments"].get(at)
    if known is None:
        return None
    values = treatment_values(drafting, at, shown)
    return Panel("treatment", at, str(known["name"]), "routing/panels/_treatment_panel.html", values)


def _new(drafting: Drafting, at: str, shown: Shown) -> Panel | None:
    values = new_values(drafting, at, shown)
    template = "routing/panels/_treatment_panel.html" if values["kind"] else "routing/panels/_kinds.html"
    return Panel("new", at, _("New treatment"), template, values)


def _holidays(drafting: Drafting, at: str, shown: Shown) -> Panel | None:
    now = drafting.document["holidays"] or {"region": "", "worked": [], "treatment": ""}
    form = shown.get("form") or HolidaysForm(
        initial=now,
        treatments=drafting.treatments,
        region=now["region"],
        year=timezone.localdate().year,
        language=get_language() or "en",
    )
    return Panel("holidays", at, _("Public holidays"), "routing/panels/_holidays.html", {"form": form})


def _dated(part: str, form: Any, name: str, title: Promise) -> Callable[[Drafting, str, Shown], Panel | None]:
    def build(drafting: Drafting, at: str, shown: Shown) -> Panel | None:
        place = place_of(at)
        items = drafting.document[part]
        item = items[place] if place is not None and place < len(items) else None
        initial = {} if item is None else form.initial_of(item) if hasattr(form, "initial_of") else item
        values = {
            "form": shown.get("form") or form(initial=initial, treatments=drafting.treatments),
            "place": at if item is not None else "",
            "part": name,
        }
        heading = str(item["name"]) if item is not None else str(title)
        return Panel(name, at, heading, f"routing/panels/_{name}.html", values)

    return build


def _screening(drafting: Drafting, at: str, shown: Shown) -> Panel | None:
    rules = drafting.document["screening"]
    limit = rules["limit"] or {"calls": "", "seconds": 86_400}
    initial = {**rules, "countries": " ".join(rules["countries"]), "calls": limit["calls"], "seconds": limit["seconds"]}
    lists = [(list_id, item["name"]) for list_id, item in drafting.named.lists.items()]
    form = shown.get("form") or ScreeningForm(initial=initial, lists=lists)
    return Panel("screening", at, _("Who is let in"), "routing/panels/_screening.html", {"form": form})


def _display(drafting: Drafting, at: str, shown: Shown) -> Panel | None:
    now = drafting.document["display"]
    form = shown.get("form") or DisplayForm(initial={**now, "before_name": now["prefix"]})
    title = _("Shown on the destination's telephone")
    return Panel("display", at, title, "routing/panels/_display.html", {"form": form})


def _greeting(drafting: Drafting, at: str, shown: Shown) -> Panel | None:
    message = drafting.document["greeting"]
    initial = {} if message is None else MessageForm.initial_of(message, language=drafting.settings.spoken_language)
    form = shown.get("form") or MessageForm(initial=initial, recordings=drafting.named.recordings)
    values = {"form": form, "heard": heard(drafting=drafting, message=message)}
    return Panel("greeting", at, _("Greeting"), "routing/panels/_greeting.html", values)


def _otherwise(drafting: Drafting, at: str, shown: Shown) -> Panel | None:
    initial = {"otherwise": drafting.document["otherwise"] or ""}
    form = shown.get("form") or OtherwiseForm(initial=initial, treatments=drafting.treatments)
    return Panel("otherwise", at, _("All other hours"), "routing/panels/_otherwise.html", {"form": form})


_PANELS: dict[str, Callable[[Drafting, str, Shown], Panel | None]] = {
    "window": _window,
    "copy": _copy,
    "treatment": _treatment,
    "new": _new,
    "holidays": _holidays,
    "special": _dated("special_days", SpecialDayForm, "special", gettext_lazy("New day of every year")),
    "exception": _dated("exceptions", ExceptionForm, "exception", gettext_lazy("New exception")),
    "screening": _screening,
    "display": _display,
    "greeting": _greeting,
    "otherwise": _otherwise,
}
