"""What is wrong with a step of editing, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.plans.wording.terms import day_words
from smartnumbers.core.routing.editing.refusal import EditFault
from smartnumbers.portal.tariffs.reading import clock_entered

_WORDS: dict[str, Promise] = {
    "days-missing": _("Choose at least one day."),
    "day-unknown": _("There is no such day."),
    "time-off-raster": _("Enter full quarters of an hour: 08:00, 08:15, 08:30, 08:45."),
    "time-out-of-range": _("Enter a time from 00:00 to 24:00."),
    "end-before-start": _("The end must come after the beginning. Hours over midnight are two windows."),
    "ends-too-early": _("The end must be after the beginning."),
    "windows-overlap": _("%(name)s is there already: %(day)s %(hours)s. Choose other hours, or let this one cut it."),
    "window-gone": _("This window is not there any more. Here is the week as it stands now."),
    "too-many-windows": _("A week has at most %(most)s windows."),
    "treatment-missing": _("Choose what happens with the calls."),
    "treatment-used": _("Other parts of the plan lead here. Choose what they shall lead to instead."),
    "too-many-treatments": _("A plan has at most %(most)s treatments."),
    "leads-to-itself": _("It cannot lead to itself: callers would go round in a circle."),
    "name-missing": _("Enter a name."),
    "name-too-long": _("At most %(most)s characters."),
    "name-taken": _("There is “%(name)s” already."),
    "region-unknown": _("Choose one of the list."),
    "instant-unreadable": _("Enter a day and a time, such as 24.12.2026 16:00."),
    "entry-gone": _("This entry is not there any more."),
    "too-many-entries": _("At most %(most)s entries."),
}


def fault_words(fault: EditFault) -> str:
    """What is wrong and what would be right, as a sentence to stand beside the field."""
    values = dict(fault.parameters)
    if fault.code == "windows-overlap":
        start, end = int(str(values["start"])), int(str(values["end"]))
        values["hours"] = f"{clock_entered(start)}–{clock_entered(end)}"
        values["day"] = day_words(int(str(values["day"])))
    sentence = _WORDS.get(fault.code)
    return fault.code if sentence is None else str(sentence) % values
