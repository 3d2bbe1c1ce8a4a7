"""What an access may see and ask of callers: without SEE_WHOLE_CALLERS, nobody's last four digits.

A masked caller can be asked for by his reference alone. What would lead to the digits some other way is refused: a
whole number in a filter, a prefix that reaches into them, the place of a row in an order of numbers.
"""

from typing import Any, TypeVar, cast

import msgspec

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting.callerrefs import MARK, caller_ref, opened, read_ref, sealed
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering.masking import HIDDEN_DIGITS, masked
from smartnumbers.statistics.answers import CallerStory, CallPage, CallRow, TopCaller, TopList
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import A, CallerCard, Page, Question, TopCallers, Totals

# Swiss and French numbers have nine digits after their country's code. Of the others, hardly any is shorter than this:
# Liechtenstein's have seven after +423.
_LENGTH = len("+41441234567")
_SHORTEST = 10


Known = TypeVar("Known", CallRow, TopCaller, CallerStory)


class CallerHidden(DomainError):
    """A filter that tells more of a caller than its reader may see; `parameters["filter"]` is what was written."""

    code = "caller-hidden"


def prefix_maximum(prefix: str) -> int:
    """How many characters a prefix may have without telling hidden digits, "+" included."""
    if not prefix.startswith("+"):
        return 0
    return (_LENGTH if prefix.startswith(("+41", "+33")) else _SHORTEST) - HIDDEN_DIGITS


def understood(*, access: Access, question: Question[A]) -> Question[A]:
    """The question as it is put to the store: references are the callers they mean.

    Raises CallerHidden or CallerRefInvalid.
    """
    found: Any = question
    if isinstance(found, Totals):
        found = msgspec.structs.replace(found, wanted=tuple(_filter(access, wanted) for wanted in found.wanted))
    elif isinstance(found, CallerCard):
        found = msgspec.structs.replace(found, caller=_caller(access, found.caller))
    elif isinstance(found, TopCallers):
        found = msgspec.structs.replace(
            found, wanted=_filter(access, found.wanted), before=_filter(access, found.before)
        )
    elif hasattr(found, "wanted"):
        found = msgspec.structs.replace(found, wanted=_filter(access, found.wanted))
    if isinstance(found, Page) and _hides(access):
        found = msgspec.structs.replace(found, after=_place(access, found.after), until=_place(access, found.until))
    return cast(Question[A], found)


def shown(*, access: Access, answer: A) -> A:
    """The answer as the access may see it: callers with their reference, masked where that is demanded."""
    found: Any = answer
    if isinstance(found, CallPage):
        found = msgspec.structs.replace(found, rows=tuple(_row(access, row) for row in found.rows))
    elif isinstance(found, TopList):
        found = msgspec.structs.replace(found, callers=tuple(_known(access, one) for one in found.callers))
    elif isinstance(found, CallerStory):
        found = _known(access, found)
    return cast(A, found)


def _hides(access: Access) -> bool:
    return not access.may(Permission.SEE_WHOLE_CALLERS)


def _filter(access: Access, wanted: CallFilter) -> CallFilter:
    if _hides(access):
        for prefix in wanted.caller_prefixes:
            if len(prefix) > prefix_maximum(prefix):
                raise CallerHidden(f"{prefix} tells hidden digits.", parameters={"filter": prefix})
    return msgspec.structs.replace(wanted, callers=tuple(_caller(access, one) for one in wanted.callers))


def _caller(access: Access, written: str) -> str:
    if written.startswith(MARK):
        return read_ref(access=access, ref=written)
    if _hides(access):
        raise CallerHidden("A caller is asked for by his reference.", parameters={"filter": written})
    return written


def _row(access: Access, row: CallRow) -> CallRow:
    """A row's place may hold what it is sorted by, so it is sealed where that could be a caller's number."""
    known = _known(access, row)
    if not _hides(access):
        return known
    return msgspec.structs.replace(known, place=sealed(access=access, purpose="place", text=row.place))


def _place(access: Access, place: str | None) -> str | None:
    return None if place is None else opened(access=access, purpose="place", word=place)


def _known(access: Access, one: Known) -> Known:
    ref = caller_ref(access=access, caller=one.caller)
    caller = masked(one.caller) if _hides(access) else one.caller
    return msgspec.structs.replace(one, caller=caller, caller_ref=ref)
