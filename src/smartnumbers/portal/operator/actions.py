"""The words for what the audit trail tells."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.core.numbering.dialled import display

ACTIONS: dict[str, Promise] = {
    "accounts.account.opened": _("Account opened"),
    "accounts.key.created": _("API key made"),
    "accounts.key.revoked": _("API key revoked"),
    "accounts.language.chosen": _("Language chosen"),
    "accounts.role.given": _("Role given"),
    "accounts.user.created": _("Person let in"),
    "callrecords.calls.corrected": _("Calls rated again"),
    "callrecords.calls.imported": _("Calls taken in from a file"),
    "calls.message.failed": _("A caller's message could not be mailed"),
    "calls.message.resent": _("A caller's message sent again"),
    "calls.message.sent": _("A caller's message mailed"),
    "carriers.carrier.added": _("Carrier added"),
    "carriers.carrier.changed": _("Carrier changed"),
    "carriers.carrier.used": _("Carrier put in use"),
    "carriers.carrier.rested": _("Carrier taken out of use"),
    "carriers.carrier.removed": _("Carrier removed"),
    "numbers.number.named": _("Number named"),
    "plans.blacklist.changed": _("Blocked callers changed"),
    "plans.callerlist.created": _("Caller list made"),
    "plans.callerlist.changed": _("Caller list changed"),
    "plans.callerlist.removed": _("Caller list removed"),
    "plans.cancelled.changed": _("Scheduled change cancelled"),
    "plans.chain.changed": _("Destinations changed"),
    "plans.created.changed": _("Number set up"),
    "plans.destination.created": _("Destination made"),
    "plans.destination.changed": _("Destination changed"),
    "plans.destination.paused": _("Destination paused"),
    "plans.destination.resumed": _("Destination resumed"),
    "plans.destination.rung": _("Destination rung for a test"),
    "plans.destination.removed": _("Destination removed"),
    "plans.display.changed": _("Shown number changed"),
    "plans.limits.changed": _("Limits changed"),
    "plans.plan.changed": _("Plan published"),
    "plans.recording.kept": _("Recording kept"),
    "plans.restored.changed": _("Earlier settings restored"),
    "plans.scheduled.changed": _("Change scheduled"),
    "plans.tariff.changed": _("Tariff changed"),
    "plans.tariff-set.changed": _("Tariffs for use during calls changed"),
    "plans.charging.changed": _("Announcement changed"),
    "reporting.export.asked": _("Export of calls asked for"),
    "reporting.export.asked-again": _("Export of calls asked for again"),
    "reporting.export.taken": _("Calls exported"),
    "reporting.kpi.changed": _("Target changed"),
    "reporting.kpi.ordered": _("Order of the targets changed"),
    "reporting.kpi.removed": _("Target removed"),
    "reporting.kpi.restored": _("Target brought back"),
    "reporting.kpi.set": _("Target set"),
    "reporting.note.added": _("Note about a caller written"),
    "reporting.note.brought-back": _("Note about a caller brought back"),
    "reporting.note.removed": _("Note about a caller removed"),
    "reporting.view.changed": _("View of calls changed"),
    "reporting.view.removed": _("View of calls removed"),
    "reporting.view.restored": _("View of calls brought back"),
    "reporting.view.saved": _("View of calls saved"),
    "tariffbooks.book.named": _("Tariff renamed"),
    "tariffbooks.version.added": _("Prices of a tariff changed"),
    "tariffbooks.version.withdrawn": _("Prices taken back"),
    "tariffbooks.price.added": _("Price added to the list"),
    "tariffbooks.price.changed": _("Price of the list changed"),
    "tariffbooks.price.offered": _("Price put in or out of the list"),
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
