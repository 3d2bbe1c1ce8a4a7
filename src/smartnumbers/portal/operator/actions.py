"""The words for what the audit trail tells."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.core.numbering.dialled import display

ACTIONS: dict[str, Promise] = {
    "accounts.account.opened": _("Account opened"),
    "accounts.language.chosen": _("Language chosen"),
    "accounts.role.given": _("Role given"),
    "accounts.user.created": _("Person let in"),
    "numbers.number.named": _("Number named"),
    "plans.blacklist.changed": _("Blocked callers changed"),
    "plans.chain.changed": _("Destinations changed"),
    "plans.created.changed": _("Number set up"),
    "plans.display.changed": _("Shown number changed"),
    "plans.limits.changed": _("Limits changed"),
    "plans.restored.changed": _("Earlier settings restored"),
    "plans.service.changed": _("Put in or out of service"),
}


def action_words(action: str) -> str:
    """What an entry of the audit trail tells; an action without words is shown as it is."""
    found = ACTIONS.get(action)
    return action if found is None else str(found)


def object_words(entry: AuditEntry) -> str:
    """What an entry is about: a number, or the name or address of an account or a person, where it was kept."""
    if entry.object_kind == "number":
        return display(entry.object_id)
    return str(entry.data.get("name") or entry.data.get("email") or "")
