"""Steps of the week."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from smartnumbers.apps.plans.wording.terms import day_words
from smartnumbers.core.routing.editing.refusal import EditFault, EditRefused
from smartnumbers.core.routing.editing.week import (
    DAYS,
    add_windows,
    change_window,
    copy_day,
    remove_window,
    window_of,
    windows,
)
from smartnumbers.core.routing.plan import Window
from smartnumbers.portal.routing.drafting import Drafting
from smartnumbers.portal.routing.forms.common import put_faults
from smartnumbers.portal.routing.forms.windows import CopyForm, WindowForm
from smartnumbers.portal.routing.steps.step import Done, StepRefused


def add(drafting: Drafting, data: QueryDict) -> Done:
    """New windows, drawn or typed."""
    form = _read(drafting, data, panel="window", key="")
    try:
        document = add_windows(
            document=drafting.document,
            days=form.cleaned_data["days"],
            hours=form.hours,
            treatment=form.cleaned_data["treatment"],
            overlap=form.overlap,
        )
    except EditRefused as refused:
        put_faults(form, refused.faults)
        raise StepRefused(panel="window", form=form) from refused
    return Done(document, panel="window", at=_key(document, form))


def change(drafting: Drafting, data: QueryDict) -> Done:
    """A window's other hours, days or treatment: moved, resized, or typed."""
    key = data.get("key", "")
    form = _read(drafting, data, panel="window", key=key)
    try:
        document = change_window(
            document=drafting.document,
            key=key,
            days=form.cleaned_data["days"],
            hours=form.hours,
            treatment=form.cleaned_data["treatment"],
            overlap=form.overlap,
        )
    except EditRefused as refused:
        put_faults(form, refused.faults)
        gone = window_of(document=drafting.document, key=key) is None
        raise StepRefused(panel="window", at="" if gone else key, form=form) from refused
    return Done(document, panel="window", at=_key(document, form))


def remove(drafting: Drafting, data: QueryDict) -> Done:
    """A window less."""
    key = data.get("key", "")
    window = window_of(document=drafting.document, key=key)
    if window is None:
        return Done(drafting.document, text=_("This window was gone already."))
    text = _("Removed: %(window)s.") % {"window": _words(drafting.document, window)}
    return Done(remove_window(document=drafting.document, key=key), text=text)


def copy(drafting: Drafting, data: QueryDict) -> Done:
    """Other days as one day is."""
    written = data.get("day", "")
    day = int(written) if written in {str(number) for number in DAYS} else -1
    form = CopyForm(data)
    if not form.is_valid():
        raise StepRefused(panel="copy", at=written, form=form)
    try:
        document = copy_day(document=drafting.document, day=day, to=form.cleaned_data["to"])
    except EditRefused as refused:
        put_faults(form, refused.faults)
        raise StepRefused(panel="copy", at=written, form=form) from refused
    return Done(document, text=_("%(day)s copied.") % {"day": day_words(day)})


def _read(drafting: Drafting, data: QueryDict, *, panel: str, key: str) -> WindowForm:
    form = WindowForm(data, treatments=drafting.treatments)
    if not form.is_valid():
        raise StepRefused(panel=panel, at=key, form=form)
    return form


def _key(document: Mapping[str, Any], form: WindowForm) -> str:
    """The window that is there now, of the first day typed; it may have become one with its neighbours."""
    day, hours = min(form.cleaned_data["days"]), form.hours
    for window in windows(document=document):
        same = (window.day, window.treatment) == (day, form.cleaned_data["treatment"])
        if same and window.start <= hours.start < window.end:
            return f"{window.day}-{window.start}-{window.end}-{window.treatment}"
    raise EditRefused(EditFault("window", "window-gone"))


def _words(document: Mapping[str, Any], window: Window) -> str:
    name = document["treatments"].get(window.treatment, {}).get("name", window.treatment)
    start, end = (f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (window.start, window.end))
    return f"{name}, {day_words(window.day)} {start}–{end}"
