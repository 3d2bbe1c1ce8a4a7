"""Asking the statistics, within what an access covers.

The one place where a scope is made of an access, and where callers' numbers are masked in what comes back. While the
statistics daemon is away, the record answers for those with few calls (`fromrecord`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic

from django.conf import settings

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting import fromrecord
from smartnumbers.apps.reporting.masking import shown, understood
from smartnumbers.statistics import SOCKET
from smartnumbers.statistics.client import StatisticsAway, StatisticsClient
from smartnumbers.statistics.questions import A, Question
from smartnumbers.statistics.scope import PLATFORM, Scope, of_account

FRESH_MS = 2_000
"""Replies not older than this are as good as new, and nobody is told of their age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Generic[A]):
    """What an access may see of an answer.

    `from_record`: the daemon was away, and the record answered. `behind_seconds` says by how much the statistics are
    behind the record, where that is to be told (None: they are not).
    """

    answer: A
    from_record: bool
    behind_seconds: int | None


def ask(*, access: Access, question: Callable[[Scope], Question[A]]) -> Reply[A]:
    """The answer to a question about what an access covers; `question` makes it of the scope it is given.

    Callers are masked as the access demands and carry a `caller_ref`. Where a question names a caller
    (`CallFilter.callers`, `CallerCard.caller`), it may be by such a reference; without SEE_WHOLE_CALLERS it must.

    Raises PermissionMissing, CallerHidden where a filter tells more of a caller than the access sees, CallerRefInvalid,
    or StatisticsAway where the daemon is away and the record has too many calls to answer instead.
    """
    access.require(Permission.SEE_CALLS)
    scope = scope_of(access)
    wanted = understood(access=access, question=question(scope))
    if wanted.scope != scope:
        raise ValueError("a question keeps the scope it was made with")
    try:
        found = client().answered(wanted)
    except StatisticsAway as fault:
        answer = fromrecord.answer(scope=scope, question=wanted, away=fault)
        return Reply(answer=shown(access=access, answer=answer), from_record=True, behind_seconds=None)
    behind = found.behind_ms
    return Reply(
        answer=shown(access=access, answer=found.answer),
        from_record=False,
        behind_seconds=None if behind is None or behind <= FRESH_MS else behind // 1000,
    )


def scope_of(access: Access) -> Scope:
    """Whose calls an access sees: those of its account; without one, the platform's."""
    return PLATFORM if access.account is None else of_account(access.account.pk)


def client() -> StatisticsClient:
    """The client of this process."""
    return _client(Path(settings.RUN_FOLDER) / SOCKET)


@cache
def _client(path: Path) -> StatisticsClient:
    return StatisticsClient(socket=path)
