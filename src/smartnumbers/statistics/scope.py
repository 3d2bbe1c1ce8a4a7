"""Whose calls a question is about. Nothing is asked of a store without a scope."""

import msgspec


class Scope(msgspec.Struct, frozen=True, kw_only=True, tag_field="scope", tag="accounts"):
    """The accounts a question may see, by their ids; None is the whole platform, which only an operator asks about.

    Without any account, nothing is seen. A call to a number that the platform does not know belongs to no account.
    """

    accounts: frozenset[int] | None


PLATFORM = Scope(accounts=None)


def of_account(account: int) -> Scope:
    """The scope of one account."""
    return Scope(accounts=frozenset({account}))
