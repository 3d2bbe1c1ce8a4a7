"""Branches on the caller as a form: arms with their conditions, the first that fits wins.

A row is one condition with one value; rows of one arm that ask for the same kind are one condition, of which any value
will do. That is how the document has them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.core.routing.treatmentdocuments import ARMS_MAXIMUM, CONDITIONS_MAXIMUM
from smartnumbers.portal.routing.conditionwords import condition_choices
from smartnumbers.portal.routing.forms.common import ChoiceField, Choices, choose, treatment_field

ARM = "arm"


class ConditionForm(forms.Form):
    """One question about the caller."""

    negated = ChoiceField(
        label=gettext_lazy("is or is not"), choices=[("", gettext_lazy("is")), ("not", gettext_lazy("is not"))],
        required=False,
    )  # fmt: skip
    question = ChoiceField(label=gettext_lazy("Caller"), required=False)

    def __init__(self, *arguments: Any, lists: Mapping[str, Any], extra: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        choose(self, "question", condition_choices(lists=lists, extra=extra))


class ArmForm(forms.Form):
    """Callers for whom all conditions hold, and where they go."""

    def __init__(self, *arguments: Any, token: str, treatments: Choices, **more: Any) -> None:
        super().__init__(*arguments, **{**more, "prefix": f"{ARM}-{token}"})
        self.token = token
        self.rows: list[ConditionForm] = []
        self.fields["then"] = treatment_field(treatments, label=_("go on with"))

    def arm(self) -> dict[str, Any]:
        """What was typed as the document of an arm."""
        found: dict[tuple[str, bool], list[str]] = {}
        for row in self.rows:
            kind, _colon, value = row.cleaned_data["question"].partition(":")
            if kind:
                values = found.setdefault((kind, bool(row.cleaned_data["negated"])), [])
                values += [value] if value and value not in values else []
        when = [{"kind": kind, "values": values, "negated": negated} for (kind, negated), values in found.items()]
        return {"when": when, "then": self.cleaned_data["then"]}


class BranchesForm(forms.Form):
    """Where callers of no arm go."""

    def __init__(self, *arguments: Any, treatments: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["otherwise"] = treatment_field(treatments, label=_("All other callers go on with"))


def arm_forms(
    *, data: QueryDict | None, treatment: Mapping[str, Any] | None, treatments: Choices, lists: Mapping[str, Any]
) -> list[ArmForm]:
    """The arms there are, each with a spare row for a further condition, or as they were typed."""
    if data is None:
        arms = [] if treatment is None else treatment["arms"]
        return [_known(str(index), arm, treatments, lists) for index, arm in enumerate(arms)]
    tokens = [token for token in dict.fromkeys(data.getlist(ARM)) if token.isascii() and token.isdigit()]
    return [_typed(token, data, treatments, lists) for token in tokens[: ARMS_MAXIMUM + 1]]


def _known(token: str, arm: Mapping[str, Any], treatments: Choices, lists: Mapping[str, Any]) -> ArmForm:
    form = ArmForm(token=token, treatments=treatments, initial={"then": arm["then"]})
    asked = [
        (f"{condition['kind']}:{value}" if value else condition["kind"], condition["negated"])
        for condition in arm["when"]
        for value in condition["values"] or [""]
    ]
    form.rows = [_row(token, place, question, negated, lists) for place, (question, negated) in enumerate(asked)]
    form.rows.append(_row(token, len(asked), "", False, lists))
    return form


def _row(token: str, place: int, question: str, negated: Any, lists: Mapping[str, Any]) -> ConditionForm:
    initial = {"question": question, "negated": "not" if negated else ""}
    return ConditionForm(prefix=_prefix(token, place), initial=initial, lists=lists, extra=question)


def _typed(token: str, data: QueryDict, treatments: Choices, lists: Mapping[str, Any]) -> ArmForm:
    form = ArmForm(data, token=token, treatments=treatments)
    places = [place for place in range(CONDITIONS_MAXIMUM) if f"{_prefix(token, place)}-question" in data]
    form.rows = [
        ConditionForm(
            data,
            prefix=_prefix(token, place),
            lists=lists,
            extra=data.get(f"{_prefix(token, place)}-question", ""),
        )
        for place in places
    ]
    return form


def _prefix(token: str, place: int) -> str:
    return f"{ARM}-{token}-{place}"


def all_valid(forms_of_arms: Sequence[ArmForm]) -> bool:
    """Whether everything that was typed in arms can be read."""
    return all(
        [*(arm.is_valid() for arm in forms_of_arms), *(row.is_valid() for arm in forms_of_arms for row in arm.rows)]
    )
