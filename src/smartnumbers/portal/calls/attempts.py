"""The steps of a call's story at its destinations: how each rang, together with whom, and what followed."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.models import Attempt, CallRecord
from smartnumbers.apps.callrecords.wording import ATTEMPT_OUTCOMES
from smartnumbers.apps.callrecords.wording import words as named
from smartnumbers.core.numbering.dialled import display
from smartnumbers.portal.calls.looks import ATTEMPTS, PLAIN
from smartnumbers.portal.calls.step import Step
from smartnumbers.portal.templatetags.portal import words as span


def attempt_steps(call: CallRecord) -> Iterator[Step]:
    """A step for each destination that was tried, in their order."""
    attempts = list(call.attempts.all())
    for index, attempt in enumerate(attempts):
        together = [other for other in attempts if other is not attempt and _overlap(attempt, other)]
        yield Step(
            at=attempt.started_at,
            look=ATTEMPTS.get(attempt.outcome or "", PLAIN),
            title=_("%(place)d. %(name)s: %(outcome)s")
            % {"place": attempt.ordinal, "name": _name(attempt), "outcome": attempt_words(attempt)},
            text=_where(attempt, followed=_followed(attempts[index + 1 :], attempt)),
            aside=_rang(attempt),
            notes=list(_notes(attempt, together)),
        )


def attempt_words(attempt: Attempt) -> str:
    """What became of an attempt, as the table has it: German nouns ("Netzstörung") are never written small."""
    return _("Full") if attempt.full else named(ATTEMPT_OUTCOMES, attempt.outcome or "")


def _overlap(one: Attempt, other: Attempt) -> bool:
    """Whether two rang at the same time: those that ring one after the other never do."""
    ends = [attempt.answered_at or attempt.ended_at for attempt in (one, other)]
    starts = [one.started_at, other.started_at]
    return all(end is None or start < end for start, end in zip(starts, reversed(ends), strict=True))


def _followed(later: Sequence[Attempt], attempt: Attempt) -> bool:
    """Whether the call went on from here to another destination."""
    return any(not _overlap(attempt, other) for other in later)


def _name(attempt: Attempt) -> str:
    return attempt.name or display(attempt.address)


def _where(attempt: Attempt, *, followed: bool) -> str:
    address = display(attempt.address) if attempt.kind == "telephone" else attempt.address.removeprefix("sip:")
    if attempt.outcome in ("answered", "answered-elsewhere") or not followed:
        return address
    return _("%(address)s. On to the next destination.") % {"address": address}


def _notes(attempt: Attempt, together: Sequence[Attempt]) -> Iterator[str]:
    if attempt.full:
        yield _("It was not dialled: it had as many calls as it takes at once.")
    if together:
        yield _("Dialled together with %(names)s.") % {"names": ", ".join(_name(other) for other in together)}
    for left in attempt.tried:
        outcome = named(ATTEMPT_OUTCOMES, left["outcome"])
        yield _("%(carrier)s could not take the call (%(outcome)s).") % {"carrier": left["carrier"], "outcome": outcome}
    if attempt.carrier:
        yield _("Dialled through %(carrier)s.") % {"carrier": attempt.carrier}


def _rang(attempt: Attempt) -> str:
    if attempt.full:
        return ""
    until = attempt.answered_at or attempt.ended_at
    if attempt.alerting_at is None or until is None:
        return _("did not ring")
    rang = span(max(0, until - attempt.alerting_at))
    limit = attempt.ring_seconds
    if attempt.outcome == "no-answer":
        return _("rang %(rang)s, at most %(limit)d s") % {"rang": rang, "limit": limit}
    return _("rang %(rang)s") % {"rang": rang}
