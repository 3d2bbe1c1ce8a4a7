"""From draft to what holds: at once, from a date on, or from one date until another."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.faults import (
    ChangeRefused,
    DraftConflict,
    DraftMissing,
    Fault,
    PlanRefused,
    RevisionConflict,
)
from smartnumbers.apps.plans.operations.publishing import publish_draft
from smartnumbers.apps.plans.operations.scheduling import schedule_draft
from smartnumbers.apps.plans.wording import fault_words
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.sheet import address, changed, head
from smartnumbers.portal.routing.changing import version_in
from smartnumbers.portal.routing.drafting import Drafting, drafting
from smartnumbers.portal.routing.editor import checked, differences
from smartnumbers.portal.routing.forms.common import NameField
from smartnumbers.portal.routing.lookahead import groups, replay_of

NOW, FROM, PERIOD = "now", "from", "period"


class PublishForm(forms.Form):
    """When the draft holds; a note for a change at once, a name for one that is settled for later."""

    when = forms.ChoiceField(
        choices=[(NOW, ""), (FROM, ""), (PERIOD, "")],
        initial=NOW,
        error_messages={"required": gettext_lazy("Choose when."), "invalid_choice": gettext_lazy("Choose when.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Why it changes: it stands beside the revision."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = NameField(
        label=gettext_lazy("Name of the change"), help_text=gettext_lazy("For example “Company holidays”.")
    )
    begins = forms.CharField(
        label=gettext_lazy("From"), required=False, max_length=40, widget=forms.TextInput({"type": "datetime-local"})
    )
    ends = forms.CharField(
        label=gettext_lazy("To"), required=False, max_length=40, widget=forms.TextInput({"type": "datetime-local"})
    )

    def put_faults(self, faults: tuple[Fault, ...]) -> None:
        """Stand each fault beside its field."""
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, fault_words(fault))


@page(Permission.CHANGE_ROUTING)
def publish(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The page before it holds: what changes, whom it would have met, when it begins."""
    working = drafting(access=access, number=find(access=access, written=written))
    if request.method != "POST" or working.draft is None:
        return _show(request, working, PublishForm(initial={"when": NOW}))
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _show(request, working, form, status=422)
    try:
        if form.cleaned_data["when"] == NOW:
            return _at_once(request, working, form)
        return _later(request, working, form)
    except ChangeRefused as refused:
        form.put_faults(refused.faults)
    except PlanRefused:
        form.add_error(None, _("Not published: the check found errors. They stand below."))
    except DraftConflict as fault:
        told = _(
            "Not published: %(who)s changed this draft meanwhile. Look at what would change now, and publish again."
        )
        form.add_error(None, told % {"who": fault.parameters["by"]})
        return _show(request, drafting(access=access, number=working.number), form, status=422)
    except DraftMissing:
        messages.error(request, _("The draft is not there any more: somebody published or discarded it."))
        return HttpResponseRedirect(address(working.number, "number-routing"))
    except RevisionConflict as fault:
        return _show(request, working, form, conflict=fault, status=422)
    return _show(request, working, form, status=422)


def _at_once(request: HttpRequest, working: Drafting, form: PublishForm) -> HttpResponse:
    published = publish_draft(
        access=working.access,
        number=working.number,
        at=timezone.now(),
        note=form.cleaned_data["note"],
        expected_revision=_expected(request, working),
        expected_version=version_in(request),
    )
    text = _("Published as revision %(revision)d. It holds from the next call on.") % {"revision": published.revision}
    return changed(request, published, text, number=working.number, tab="number-routing")


def _later(request: HttpRequest, working: Drafting, form: PublishForm) -> HttpResponse:
    typed = form.cleaned_data
    if typed["when"] == PERIOD and not typed["ends"].strip():
        form.add_error("ends", _("Enter a day and a time, such as 24.12.2026 16:00."))
        return _show(request, working, form, status=422)
    row = schedule_draft(
        access=working.access,
        number=working.number,
        name=typed["name"],
        begins=typed["begins"],
        ends=typed["ends"] if typed["when"] == PERIOD else "",
        at=timezone.now(),
        expected_version=version_in(request),
    )
    when = date_format(timezone.localtime(row.begins), "SHORT_DATETIME_FORMAT")
    done(request, _("Settled: “%(name)s” begins on %(when)s by itself.") % {"name": row.name, "when": when})
    return HttpResponseRedirect(address(working.number, "routing-calendar") + f"?month={row.begins:%Y-%m}")


def _expected(request: HttpRequest, working: Drafting) -> int | None:
    """The revision the draft is compared with on the page; somebody who publishes meanwhile is not overwritten."""
    given = request.POST.get("revision", "")
    known = given.isascii() and given.isdigit() and len(given) < 10
    return int(given) if known else (working.draft.based_on if working.draft else None)


def _show(
    request: HttpRequest,
    working: Drafting,
    form: PublishForm,
    *,
    conflict: RevisionConflict | None = None,
    status: int = 200,
) -> HttpResponse:
    values: dict[str, Any] = head(access=working.access, number=working.number, tab="routing")
    replayed = replay_of(working)
    values |= {
        "drafting": working,
        "form": form,
        "when": form["when"].value() or NOW,
        "checked": checked(working),
        "changes": differences(working),
        "replay": replayed,
        "groups": [] if replayed is None else groups(replayed),
        "conflict": None if conflict is None else conflict.parameters,
        # After a conflict has been shown, publishing again is a decision.
        "revision": working.settings.revision if conflict is not None else _shown_revision(working),
    }
    return render(request, "routing/publish.html", values, status=status)


def _shown_revision(working: Drafting) -> int:
    return working.settings.revision if working.draft is None else working.draft.based_on
