"""What the panel of a treatment shows: its forms by kind, how long callers wait in it, what leads to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.editing.treatments import uses
from smartnumbers.core.routing.treatments import Strategy
from smartnumbers.portal.routing.drafting import Drafting
from smartnumbers.portal.routing.forms.branches import BranchesForm, arm_forms
from smartnumbers.portal.routing.forms.chains import ChainForm, EntryForm, entry_forms
from smartnumbers.portal.routing.forms.messages import MessageForm
from smartnumbers.portal.routing.forms.treatments import (
    FlowForm,
    NameForm,
    OtherNumberForm,
    RemovalForm,
    VoicemailForm,
)
from smartnumbers.portal.routing.heard import heard
from smartnumbers.portal.routing.outcomewords import moves_on_words
from smartnumbers.portal.routing.steps.treatments import KINDS, other_numbers


@dataclass(frozen=True, slots=True)
class Entry:
    """One destination of a chain with its form."""

    form: EntryForm
    name: str
    address: str
    paused: bool
    moves_on: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of treatment to choose: what it is called and what it does."""

    icon: str
    name: Promise
    does: Promise


KIND_OF: dict[str, Kind] = {
    "chain": Kind(
        icon="phone-call", name=gettext_lazy("Destinations"), does=gettext_lazy("ring in order, all at once, in turn …")
    ),
    "announcement": Kind(
        icon="speakerphone",
        name=gettext_lazy("Announcement"),
        does=gettext_lazy("is said, then the call ends; nobody pays"),
    ),
    "voicemail": Kind(
        icon="record-mail",
        name=gettext_lazy("Voicemail"),
        does=gettext_lazy("takes a message and sends it by e-mail"),
    ),
    "branches": Kind(
        icon="arrows-split",
        name=gettext_lazy("By caller"),
        does=gettext_lazy("region, mobile, list, share of callers …"),
    ),
    "number": Kind(
        icon="hash", name=gettext_lazy("Another number"), does=gettext_lazy("does what its plan does at that hour")
    ),
    "flow": Kind(icon="sitemap", name=gettext_lazy("Voice menu"), does=gettext_lazy("hands the call to a flow")),
}
"""The kinds of treatments, the most wanted first."""


def treatment_values(drafting: Drafting, treatment_id: str, shown: Mapping[str, Any]) -> dict[str, Any]:
    """What the panel of a treatment there is needs; `shown` are forms that were refused."""
    treatment = drafting.document["treatments"].get(treatment_id)
    if treatment is None:
        return {}
    others = [item for item in drafting.treatments if item[0] != treatment_id]
    leading = uses(document=drafting.document, treatment_id=treatment_id)
    return {
        "treatment_id": treatment_id,
        "treatment": treatment,
        "removal": shown.get("removal") or RemovalForm(treatments=others),
        "led_to": len(leading),
        "others": others,
        **_forms(drafting, treatment["kind"], treatment, others, shown),
    }


def new_values(drafting: Drafting, kind: str, shown: Mapping[str, Any]) -> dict[str, Any]:
    """What the panel of a treatment that is to be made needs; without a kind, the choice of one."""
    if kind not in KINDS:
        return {"kind": "", "kinds": KIND_OF.items()}
    return {"treatment_id": "", "treatment": None, **_forms(drafting, kind, None, drafting.treatments, shown)}


def longest_wait(*, treatment: Mapping[str, Any]) -> int:
    """How long (seconds) a caller waits at most in a chain."""
    seconds = [entry["ring_seconds"] for entry in treatment["entries"]]
    together = treatment["strategy"] == Strategy.AT_ONCE
    return max(seconds, default=0) if together else sum(seconds)


def _forms(
    drafting: Drafting,
    kind: str,
    treatment: Mapping[str, Any] | None,
    others: list[tuple[str, str]],
    shown: Mapping[str, Any],
) -> dict[str, Any]:
    name = shown.get("name") or NameForm(initial={"name": treatment["name"] if treatment else ""})
    words = {"kind": kind, "looks": KIND_OF[kind], "name_form": name}
    values = {**words, **_of_kind(drafting, kind, treatment, others), **shown, "name": None}
    if kind == "chain":
        values["entries"] = entries_shown(drafting=drafting, rows=values["entries"])
    return values


def _of_kind(
    drafting: Drafting, kind: str, treatment: Mapping[str, Any] | None, others: list[tuple[str, str]]
) -> dict[str, Any]:
    initial = dict(treatment or {})
    match kind:
        case "chain":
            rows = entry_forms(data=None, treatment=treatment, destinations=drafting.named.destinations)
            form = ChainForm(initial=initial, treatments=others, destinations=drafting.named.destinations)
            wait = longest_wait(treatment=treatment) if treatment else 0
            then = dict(others).get(initial.get("then") or "", "")
            return {"main": form, "entries": rows, "longest": wait, "then_name": then}
        case "branches":
            arms = arm_forms(data=None, treatment=treatment, treatments=others, lists=drafting.named.lists)
            return {"main": BranchesForm(initial=initial, treatments=others), "arms": arms}
        case "number":
            return {"main": OtherNumberForm(initial=initial, numbers=other_numbers(drafting))}
        case "flow":
            return {"main": FlowForm(initial=initial, treatments=others)}
        case _:
            message = initial.get("message")
            language = drafting.settings.spoken_language
            initial_message = MessageForm.initial_of(message, language=language)
            values: dict[str, Any] = {
                "main": MessageForm(initial=initial_message, recordings=drafting.named.recordings),
                "heard": heard(drafting=drafting, message=message),
            }
            if kind == "voicemail":
                values["voicemail"] = VoicemailForm(initial={"max_seconds": 120, **initial})
            return values


def entries_shown(*, drafting: Drafting, rows: Sequence[EntryForm]) -> list[Entry]:
    """The entries of a chain's form with what is known of their destinations."""
    found = []
    for row in rows:
        named = drafting.named.destinations.get(row.destination, {})
        address = str(named.get("address", ""))
        shown = display(address) if named.get("kind") == "telephone" else address.removeprefix("sip:")
        ticked = row["moves_on"].value() or []
        found.append(
            Entry(
                form=row,
                name=str(named.get("name", "")),
                address=shown,
                paused=bool(named.get("paused")),
                moves_on=moves_on_words(ticked),
            )
        )
    return found
