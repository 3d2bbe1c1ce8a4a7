"""The form of a list of callers: one to a line, as pasted from wherever they come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.plans.faults import Fault
from smartnumbers.apps.plans.models import CallerList, CallerListEntry
from smartnumbers.apps.plans.operations.callerlists import EVERY, CallerRow
from smartnumbers.apps.plans.wording import fault_words
from smartnumbers.core.numbering.dialled import display

NOTE = "#"
"""Between a number and what is noted of it."""

_LONGEST = 400_000
_FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line with something in it; `place` counts all lines from 1."""

    place: int
    row: CallerRow


class CallerListForm(forms.Form):
    """A list's name and its callers."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("For example “Regulars” or “Employees”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    callers = forms.CharField(
        label=gettext_lazy("Callers, one to a line"),
        required=False,
        max_length=_LONGEST,
        strip=False,
        help_text=gettext_lazy(
            "A number, or its beginning with a star for all that begin so: 044 512* . A note may stand behind a #."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "autocomplete": "off", "spellcheck": "false"}),
    )

    def lines(self) -> list[Line]:
        """The lines that were typed; empty ones do not count."""
        typed = enumerate(self.cleaned_data["callers"].splitlines(), start=1)
        return [Line(place, _row(line)) for place, line in typed if line.strip()]

    def put(self, faults: Iterable[Fault], lines: Sequence[Line]) -> None:
        """Stand each fault beside its field; that of a line names it."""
        told = 0
        for fault in faults:
            if fault.row is None:
                self.add_error(fault.field if fault.field in self.fields else "callers", fault_words(fault))
                continue
            told += 1
            if told <= _FAULTS_SHOWN:
                place = {"place": lines[fault.row].place, "fault": fault_words(fault)}
                self.add_error("callers", _("Line %(place)d: %(fault)s") % place)
        if told > _FAULTS_SHOWN:
            self.add_error("callers", _("%(count)d more lines are wrong.") % {"count": told - _FAULTS_SHOWN})

    @classmethod
    def of(cls, caller_list: CallerList) -> "CallerListForm":
        """The form of a list there is."""
        written = "\n".join(_written(entry) for entry in caller_list.entries.all())
        return cls(initial={"name": caller_list.name, "callers": written})


def _row(line: str) -> CallerRow:
    caller, _between, note = line.partition(NOTE)
    return CallerRow(caller=caller.strip(), note=note.strip())


def _written(entry: CallerListEntry) -> str:
    prefix = entry.caller.endswith(EVERY)
    caller = entry.caller if prefix else display(entry.caller)
    return f"{caller}  {NOTE} {entry.note}" if entry.note else caller
