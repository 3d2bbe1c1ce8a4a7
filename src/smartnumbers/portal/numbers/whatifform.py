"""The question "what happens if …": who calls, when, and by which plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from smartnumbers.apps.plans.models import Draft, ScheduledPlan

REVISIONS_TO_CHOOSE = 20


class Which(StrEnum):
    """By which plan: as it is in force, the draft, after a settled change whenever it comes, or an older revision."""

    PUBLISHED = "published"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    REVISION = "revision"


@dataclass(frozen=True, slots=True)
class By:
    """A choice of plan; `of` is the id of the settled change or the number of the revision."""

    which: Which
    of: int = 0

    @property
    def value(self) -> str:
        """The choice as the address of the page has it."""
        return f"{self.which}-{self.of}" if self.of else str(self.which)


class WhatIfForm(forms.Form):
    """Who would be calling when; nothing typed stands for now and for a caller without a number."""

    caller = forms.CharField(
        label=gettext_lazy("Caller's number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "placeholder": "079 412 33 10"}),
    )
    withheld = forms.BooleanField(label=gettext_lazy("hides the number"), required=False)
    at = forms.CharField(
        label=pgettext_lazy("moment of a supposed call", "When"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Empty: now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}),
    )
    by = forms.ChoiceField(label=gettext_lazy("By which plan"), required=False)

    def choose_from(
        self, *, draft: Draft | None, scheduled: Sequence[ScheduledPlan], revision: int, also: str = ""
    ) -> None:
        """Offer the plans there are; `revision` is the one in force, `also` a choice that the address asks for."""
        choices: list[tuple[str, str]] = [(Which.PUBLISHED.value, _("as published"))]
        if draft is not None:
            choices.append((Which.DRAFT.value, _("the draft")))
        choices += [
            (By(Which.SCHEDULED, row.pk).value, _("after “%(name)s”") % {"name": row.name}) for row in scheduled
        ]
        older = list(range(revision - 1, max(0, revision - 1 - REVISIONS_TO_CHOOSE), -1))
        asked = read_by(also)
        if asked is not None and asked.which is Which.REVISION and asked.of not in older:
            older.append(asked.of)
        choices += [
            (By(Which.REVISION, number).value, _("revision %(revision)d") % {"revision": number}) for number in older
        ]
        cast(forms.ChoiceField, self.fields["by"]).choices = choices


def read_by(written: str) -> By | None:
    """The choice that an address names; None for what is none."""
    which, _dash, of = written.partition("-")
    if which not in set(Which) or (of and not (of.isascii() and of.isdigit() and len(of) < 10)):
        return None
    return By(Which(which), int(of or 0))
