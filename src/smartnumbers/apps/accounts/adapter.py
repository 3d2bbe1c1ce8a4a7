"""How log-in (allauth) behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in for those who were given an account; nobody opens one alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the operator makes users."""
        return False
