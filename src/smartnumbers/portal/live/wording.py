"""The words for changes during a call: what is on its way, what came of it, and why something is not possible."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.core.tariffs.prompting import CONSENT_KEY

RESULTS: dict[str, Promise] = {
    "done": _("Announced and agreed: it is in force."),
    "pending": _("This takes longer than usual; watch the call."),
    "declined": _("The caller did not accept. The price stays as it was."),
    "interrupted": _("It was interrupted. Ask once more."),
    "call-ended": _("The call was over before it was agreed."),
    "refused-not-talking": _("The price can be changed once caller and destination talk."),
    "refused-not-charged": _("This call costs its caller nothing, so there is no price to change."),
    "refused-price-change-not-allowed": _(
        "French numbers have one price from the first second to the last; it cannot change during a call "
        "(Arcep 2012-0856)."
    ),
    "refused-price-change-number-free": _(
        "The call is free for the caller: nothing can be charged (FDV, article 39a)."
    ),
    "refused-price-change-time-only": _(
        "On 084x numbers only time may be charged, at one published price: no change and no fee during a call "
        "(FDV, art. 39a and 39b)."
    ),
    "refused-price-change-number-ordinary": _("Calls to this number have no price of their own that could change."),
    "refused-no-tariff-set": _("The number has no tariff set to choose from."),
    "refused-unknown-slot": _("There is no such tariff or fee in the number's set."),
    "refused-in-force-already": _("This tariff is in force already."),
    "refused-over-ceiling": _("That would pass what the law allows at most (%(source)s)."),
    "refused-over-cap": _("That would pass what this call may cost at most: %(cap)s."),
    "refused-too-many": _("Too many changes wait already. Let them come into force first."),
    "refused-announcement-failed": _("It could not be announced, and what was not announced may not be charged."),
    "refused-call-unknown": _("The call is over."),
    "refused-caller-unknown": _("The call came without a number: there is nobody to turn away."),
    "refused-reports-off": _("Reports by telephone are switched off for this number."),
}

STAGES: dict[str, Promise] = {
    "price": _("hears the price"),
    "consent": _("is to accept the price"),
    "greeting": _("is greeted"),
    "key-test": _("is to press a key"),
    "announcement": _("hears an announcement"),
    "message": _("leaves a message"),
}
"""What the caller hears or does before or instead of a talk, by `core.callcontrol.live.LiveStage`."""


def stage_words(stage: str) -> str:
    """What the caller hears or does; nothing while it rings or people talk."""
    return str(STAGES.get(stage, ""))


def result_words(result: str, parameters: Mapping[str, Any]) -> str:
    """What came of a change that was asked for; a code without a sentence is shown as it is."""
    sentence = RESULTS.get(result)
    if sentence is None:
        return result
    shown = {"source": "", **parameters, "cap": figure(int(parameters.get("cap", 0)))}
    return str(sentence) % shown


def quoted(name: str) -> str:
    """A name to stand behind a number, with a blank before it; nothing for none."""
    return " " + gettext("“%(name)s”") % {"name": name} if name else ""


def pending_words(*, pending: Mapping[str, Any] | None, name: str) -> str:
    """What is being changed at this moment; `name` is that of the tariff or fee, where it is known."""
    if pending is None:
        return ""
    values = {"slot": pending["slot"], "name": quoted(name), "key": CONSENT_KEY}
    tariff = pending["kind"] == "tariff"
    match pending["phase"]:
        case "announcing" if tariff:
            sentence = gettext("Tariff %(slot)d%(name)s is being announced…")
        case "announcing":
            sentence = gettext("Fee %(slot)d%(name)s is being announced…")
        case "consenting" if tariff:
            sentence = gettext("Tariff %(slot)d%(name)s waits for the caller's key %(key)s")
        case "consenting":
            sentence = gettext("Fee %(slot)d%(name)s waits for the caller's key %(key)s")
        case _ if tariff:
            sentence = gettext("Tariff %(slot)d%(name)s is about to be in force")
        case _:
            sentence = gettext("Fee %(slot)d%(name)s is about to be charged")
    return sentence % values
