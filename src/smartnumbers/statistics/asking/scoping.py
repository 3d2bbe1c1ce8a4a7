"""Whose calls a statement sees: the one place where a scope becomes SQL, which every statement goes through."""

from collections.abc import Callable

from smartnumbers.statistics.asking.dialect import Value
from smartnumbers.statistics.scope import Scope

NOBODY = 0
"""The account of calls that belong to none."""


def scope_condition(*, scope: Scope, bind: Callable[[Value], str]) -> str:
    """The condition that lets through what the scope may see, and nothing where it has no account."""
    if scope.accounts is None:
        return "true"
    accounts = sorted(account for account in scope.accounts if account > NOBODY)
    if not accounts:
        return "false"
    if len(accounts) == 1:
        return f"account = {bind(accounts[0])}"
    return f"account IN ({', '.join(bind(account) for account in accounts)})"
