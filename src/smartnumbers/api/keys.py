"""Who asks: the bearer of an API key."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.accounts.operations import use_api_key
from smartnumbers.apps.accounts.queries import ApiKeyUnknown


class BearerOfKey(HttpBearer):
    """`Authorization: Bearer sn_…`; what the key permits becomes the request's access."""

    def authenticate(self, request: HttpRequest, token: str) -> Access | None:
        """The access of a key, or None where there is no such key (any more)."""
        try:
            return use_api_key(secret=token, at=timezone.now())
        except ApiKeyUnknown:
            return None


def access_of(request: HttpRequest) -> Access:
    """What the bearer of this request's key may do; for operations behind `BearerOfKey` only."""
    found: Any = getattr(request, "auth", None)
    assert isinstance(found, Access)
    return found
