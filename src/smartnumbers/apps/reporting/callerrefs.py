"""References to callers whose number a holder does not see whole.

Such a caller can be filtered for and his card opened all the same: by a word that only this platform can read, and
only in the account it was made for. The same caller has the same word, so that it can stand in a saved address.
"""

import base64
import binascii
import hashlib
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

from smartnumbers.apps.accounts.access import Access
from smartnumbers.core.foundation.errors import DomainError

MARK = "~"
"""What a reference begins with; no canonical number does."""


class CallerRefInvalid(DomainError):
    """A reference to a caller that is none, or none of this account."""

    code = "caller-ref-invalid"


def caller_ref(*, access: Access, caller: str) -> str:
    """The reference of a caller (canonical number) in the access's account; "" where there is no number."""
    return MARK + sealed(access=access, purpose="caller", text=caller) if caller else ""


def read_ref(*, access: Access, ref: str) -> str:
    """The caller a reference means. Raises CallerRefInvalid."""
    if not ref.startswith(MARK):
        raise CallerRefInvalid("This is no reference to a caller.")
    return opened(access=access, purpose="caller", word=ref[len(MARK) :])


def sealed(*, access: Access, purpose: str, text: str) -> str:
    """A text that only this platform can read again, for the same purpose and in the same account; URL-safe."""
    found = _cipher(str(settings.SECRET_KEY)).encrypt(text.encode(), _bound_to(access, purpose))
    return base64.urlsafe_b64encode(found).decode().rstrip("=")


def opened(*, access: Access, purpose: str, word: str) -> str:
    """What was sealed. Raises CallerRefInvalid."""
    try:
        content = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        return _cipher(str(settings.SECRET_KEY)).decrypt(content, _bound_to(access, purpose)).decode()
    except (binascii.Error, InvalidTag, ValueError) as fault:
        raise CallerRefInvalid("This reference was not made here, or for another account.") from fault


def _bound_to(access: Access, purpose: str) -> list[bytes]:
    account = "platform" if access.account is None else f"account {access.account.pk}"
    return [purpose.encode(), account.encode()]


@cache
def _cipher(secret: str) -> AESSIV:
    """Deterministic and authenticated (RFC 5297), under a key of its own."""
    return AESSIV(hashlib.sha512(b"smartnumbers caller references\0" + secret.encode()).digest())
