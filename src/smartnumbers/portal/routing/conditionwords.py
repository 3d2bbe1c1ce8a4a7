"""What branches can ask of a caller, as choices in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from smartnumbers.core.numbering.areas import AREAS

_DAYS = (1, 7, 30, 90)
_SHARES = (5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90)

Choices = list[tuple[str, str]]


def condition_choices(*, lists: Mapping[str, Any], extra: str = "") -> list[tuple[str, str | Choices]]:
    """All questions with their values ("region:ch-fr"), in groups; `extra` is one there must be too."""
    groups: list[tuple[str, Choices]] = [
        (_("Language region"), _languages()),
        (_("Line"), [("line:mobile", _("calls from a mobile")), ("line:fixed", _("calls from a fixed line"))]),
        (_("Known caller"), _known()),
        (_("On a list"), [(f"list:{list_id}", item["name"]) for list_id, item in lists.items()]),
        (
            _("Share of callers"),
            [(f"share:{share}", _("%(share)d %% of callers") % {"share": share}) for share in _SHARES],
        ),
        (_("Country"), [(f"country:{code}", name) for code, name in _countries()]),
        (_("Numbering area"), _areas()),
    ]
    known = {value for _name, choices in groups for value, _words in choices}
    if extra and extra not in known:
        groups.append((_("Other"), [(extra, extra.partition(":")[2] or extra)]))
    return [("", _("choose …")), *((name, choices) for name, choices in groups if choices)]


def _languages() -> Choices:
    return [
        ("region:ch-de", _("German-speaking Switzerland")),
        ("region:ch-fr", _("French-speaking Switzerland")),
        ("region:ch-it", _("Italian-speaking Switzerland")),
    ]


def _known() -> Choices:
    days = [(f"known:{days}", _("called in the last %(days)d days") % {"days": days}) for days in _DAYS if days > 1]
    return [("known", _("has called before")), *days, ("withheld", _("withholds the number"))]


def _countries() -> Choices:
    return [
        ("CH", _("Switzerland")),
        ("LI", _("Liechtenstein")),
        ("FR", _("France")),
        ("DE", _("Germany")),
        ("AT", _("Austria")),
        ("IT", _("Italy")),
    ]


def _areas() -> Choices:
    return [(f"region:{code}", f"{code[3:]} {area.name}".strip()) for code, area in AREAS.items()]
