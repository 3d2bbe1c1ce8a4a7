"""Where calls go, in words: a treatment as a line of a table says it, and as a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.outlook import Standing
from smartnumbers.core.routing.treatments import (
    Announcement,
    Branches,
    Chain,
    ChainEntry,
    Flow,
    OtherNumber,
    Strategy,
    Treatment,
    Voicemail,
)
from smartnumbers.portal.calls.looks import Look


@dataclass(frozen=True, slots=True)
class Going:
    """Where calls go while something holds: what it is called, more about it, and whether anybody is reached.

    `reaches` is False where a call is lost for certain: nothing is planned, or there is nobody to ring.
    """

    icon: str
    name: str
    detail: str
    sentence: str
    reaches: bool = True


_SENTENCES: dict[str, Promise] = {
    "chain": gettext_lazy("Calls go to %(name)s"),
    "announcement": gettext_lazy("Callers hear “%(name)s”"),
    "voicemail": gettext_lazy("Callers can leave a message: “%(name)s”"),
    "flow": gettext_lazy("Callers are led by “%(name)s”"),
    "number": gettext_lazy("Calls go the way of another number: “%(name)s”"),
    "branches": gettext_lazy("Where calls go depends on the caller: “%(name)s”"),
}

# As looks, because only so are icons found that the drawing must have.
_LOOKS = {
    "announcement": Look(icon="speakerphone"),
    "voicemail": Look(icon="record-mail"),
    "flow": Look(icon="sitemap"),
    "number": Look(icon="hash"),
    "branches": Look(icon="arrows-split"),
    "sip": Look(icon="server"),
    "telephone": Look(icon="phone"),
    "several": Look(icon="users"),
    "onward": Look(icon="route"),
    "nowhere": Look(icon="alert-triangle"),
}


def going(held: Standing) -> Going:
    """Where calls go by what holds."""
    treatment = held.treatment
    if treatment is None:
        name = _("nowhere")
        detail = _("nothing is planned for this time")
        return Going(_icon("nowhere"), name, detail, _("Calls are refused: nothing is planned for this time"), False)
    if isinstance(treatment.action, Chain):
        return _chain(treatment, treatment.action, alone=len(held.plan.treatments) == 1)
    kind = treatment.action.kind
    sentence = str(_SENTENCES[kind]) % {"name": treatment.name}
    return Going(_icon(kind), treatment.name, _detail(treatment), sentence)


def _icon(of: str) -> str:
    return _LOOKS[of].icon


def ringing(chain: Chain) -> Sequence[ChainEntry]:
    """The destinations of a chain that are rung: all but the paused."""
    return [entry for entry in chain.entries if not entry.paused]


def order_words(chain: Chain) -> str:
    """In which order several destinations are rung."""
    return str(_ORDERS[chain.strategy])


_ORDERS: dict[Strategy, Promise] = {
    Strategy.IN_ORDER: gettext_lazy("one after the other"),
    Strategy.AT_ONCE: gettext_lazy("all at once"),
    Strategy.IN_TURN: gettext_lazy("each in turn, beginning with the next one"),
    Strategy.BY_WEIGHT: gettext_lazy("by weight"),
    Strategy.LONGEST_IDLE: gettext_lazy("the one first that has been idle longest"),
}


def _chain(treatment: Treatment, chain: Chain, *, alone: bool) -> Going:
    """A chain; the only treatment of a plan is called by its first destination: its own name would say nothing."""
    rung = ringing(chain)
    if not rung:
        detail = _("every destination is paused") if chain.entries else _("no destination is set")
        if chain.then is not None:
            return Going(_icon("onward"), treatment.name, detail, _("Calls go on at once: %(why)s") % {"why": detail})
        sentence = _("Calls are refused: %(why)s") % {"why": detail}
        name = _("nowhere") if alone else treatment.name
        return Going(_icon("nowhere"), name, detail, sentence, False)
    first = rung[0]
    name = first.name if alone else treatment.name
    icon = _icon("several" if len(rung) > 1 else first.destination.kind)
    detail = f"{_address(first)}, {_then(chain, rung)}" if alone else _listed(chain, rung)
    return Going(icon, name, detail, str(_SENTENCES["chain"]) % {"name": name})


def _then(chain: Chain, rung: Sequence[ChainEntry]) -> str:
    """What follows the first destination."""
    others = len(rung) - 1
    if chain.strategy is Strategy.AT_ONCE and others:
        return ngettext("with %(count)d other at once", "with %(count)d others at once", others) % {"count": others}
    if not others:
        return _("no fallback") if chain.then is None else _("then more")
    if others == 1:
        return _("then %(name)s") % {"name": rung[1].name}
    return ngettext("then %(count)d other", "then %(count)d others", others) % {"count": others}


def _listed(chain: Chain, rung: Sequence[ChainEntry]) -> str:
    """The destinations of a chain by name, as many as fit in a line."""
    names = [entry.name for entry in rung]
    if len(names) == 1:
        return f"{names[0]}, {_then(chain, rung)}" if chain.then is None else names[0]
    shown = ", ".join(names[:3]) if len(names) <= 3 else f"{names[0]}, {_then(chain, rung)}"
    return f"{shown} ({_('at once')})" if chain.strategy is Strategy.AT_ONCE and len(names) <= 3 else shown


def _detail(treatment: Treatment) -> str:
    match treatment.action:
        case Announcement():
            return _("announcement, then the call ends")
        case Voicemail(email=email):
            return _("messages go to %(email)s") % {"email": email}
        case Flow(flow=flow):
            return _("flow “%(flow)s”") % {"flow": flow}
        case OtherNumber(number=number):
            return _("as %(number)s at this hour") % {"number": display(number)}
        case Branches(arms=arms):
            return ngettext(
                "%(count)d group of callers and the rest", "%(count)d groups of callers and the rest", len(arms)
            ) % {"count": len(arms)}
        case _:
            return ""


def _address(entry: ChainEntry) -> str:
    address = entry.destination.address
    return display(address) if entry.destination.kind == "telephone" else address.removeprefix("sip:")
