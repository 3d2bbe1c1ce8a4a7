"""Steps of what lies over the week: holidays, special days, exceptions; and what holds in free time."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from smartnumbers.core.routing.editing.dates import remove_dated, set_exception, set_holidays, set_special_day
from smartnumbers.core.routing.editing.refusal import EditRefused
from smartnumbers.portal.routing.drafting import Drafting
from smartnumbers.portal.routing.forms.common import put_faults
from smartnumbers.portal.routing.forms.dates import ExceptionForm, HolidaysForm, OtherwiseForm, SpecialDayForm
from smartnumbers.portal.routing.steps.step import Done, StepRefused

PARTS = {"special": "special_days", "exception": "exceptions"}


def holidays(drafting: Drafting, data: QueryDict) -> Done:
    """Which region's holidays count, what happens on them, and which of them are worked."""
    now = drafting.document["holidays"]
    region = data.get("region", "")
    form = HolidaysForm(
        data,
        treatments=drafting.treatments,
        region=region,
        year=timezone.localdate().year,
        language=get_language() or "en",
    )
    if not form.is_valid():
        raise StepRefused(panel="holidays", form=form)
    # The days to choose from are those of the region that was shown: of another one, none is worked yet.
    same = now is not None and now["region"] == region
    return _set(
        lambda: set_holidays(
            document=drafting.document,
            region=region,
            treatment=form.cleaned_data["treatment"],
            worked=form.cleaned_data["worked"] if same else [],
        ),
        form,
        panel="holidays",
        stays=region != "" and not same,
    )


def special_day(drafting: Drafting, data: QueryDict) -> Done:
    """A day of every year, new or changed."""
    at = data.get("place", "new")
    form = SpecialDayForm(data, treatments=drafting.treatments)
    if not form.is_valid():
        raise StepRefused(panel="special", at=at, form=form)
    step = lambda: set_special_day(document=drafting.document, place=place_of(at), day=form.special_day())  # noqa: E731
    return _set(step, form, panel="special", at=at)


def exception(drafting: Drafting, data: QueryDict) -> Done:
    """A date with another treatment, new or changed."""
    at = data.get("place", "new")
    form = ExceptionForm(data, treatments=drafting.treatments)
    if not form.is_valid():
        raise StepRefused(panel="exception", at=at, form=form)
    step = lambda: set_exception(document=drafting.document, place=place_of(at), period=form.period())  # noqa: E731
    return _set(step, form, panel="exception", at=at)


def remove(drafting: Drafting, data: QueryDict) -> Done:
    """A special day or an exception less."""
    part, place = PARTS.get(data.get("part", ""), ""), place_of(data.get("place", ""))
    try:
        document = remove_dated(document=drafting.document, part=part, place=-1 if place is None else place)
    except EditRefused:
        return Done(drafting.document, text=_("This entry was gone already."))
    gone = drafting.document[part][place]
    return Done(document, text=_("Removed: %(name)s.") % {"name": gone["name"]})


def otherwise(drafting: Drafting, data: QueryDict) -> Done:
    """What holds where no window does; nothing leaves gaps."""
    form = OtherwiseForm(data, treatments=drafting.treatments)
    if not form.is_valid():
        raise StepRefused(panel="otherwise", form=form)
    return Done({**drafting.document, "otherwise": form.cleaned_data["otherwise"] or None})


def place_of(written: str) -> int | None:
    """The place that a form or an address names; None for a new entry."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 5 else None


def _set(step: Callable[[], dict[str, Any]], form: Any, *, panel: str, at: str = "", stays: bool = False) -> Done:
    try:
        return Done(step(), panel=panel if stays else "", at=at)
    except EditRefused as refused:
        put_faults(form, refused.faults)
        raise StepRefused(panel=panel, at=at, form=form) from refused
