"""Blocked callers, as far as somebody may see them."""

from django.utils.translation import gettext

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.plans.models import BlacklistEntry, BlockedKind, Visibility
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.numbering.masking import masked


def blocked_words(*, access: Access, entry: BlacklistEntry) -> str:
    """Whom an entry of the blacklist turns away, as far as this access may see it."""
    if entry.kind == BlockedKind.WITHHELD:
        return gettext("Callers who hide their number")
    if entry.kind == BlockedKind.PREFIX:
        return gettext("Numbers that begin with %(prefix)s") % {"prefix": entry.value}
    if entry.kind == BlockedKind.COUNTRY:
        return gettext("Callers from %(country)s") % {"country": entry.value}
    if access.may(Permission.SEE_WHOLE_CALLERS) or entry.visibility == Visibility.WHOLE:
        return display(entry.value)
    return gettext("Number withheld") if entry.visibility == Visibility.WITHHELD else masked(entry.value)
