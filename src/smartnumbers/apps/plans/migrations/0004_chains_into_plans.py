"""The chains so far become plans of one treatment, and their addresses named destinations.

Nothing is published here: the profiles in force stay, and say the same as the plans made of the same rows.
"""

from datetime import UTC, datetime
from uuid import uuid4

from django.db import migrations

# What the only treatment of a plan is called, in the language of its account.
NAMES = {"de": "Ziele", "fr": "Destinations", "it": "Destinazioni", "en": "Destinations"}
EVERY_OUTCOME = ["busy", "error", "no-answer", "refused", "unreachable"]


def make_plans(apps, schema_editor):
    """One destination for each address of an account, and a plan for each number."""
    RoutingSettings = apps.get_model("plans", "RoutingSettings")
    ChainEntry = apps.get_model("plans", "ChainEntry")
    database = schema_editor.connection.alias
    chains = {}
    for entry in ChainEntry.objects.using(database).order_by("number_id", "position").iterator():
        chains.setdefault(entry.number_id, []).append(entry)
    destinations = Destinations(apps.get_model("plans", "Destination"), database)
    rows = RoutingSettings.objects.using(database).select_related("number__account").order_by("number_id")
    for settings in rows.iterator():
        entries = [
            {
                "destination": destinations.of(settings.number.account_id, entry),
                "ring_seconds": entry.ring_seconds,
                "moves_on": EVERY_OUTCOME,
                "weight": 1,
            }
            for entry in chains.get(settings.number_id, ())
        ]
        settings.plan = plan(settings, entries)
        settings.save(update_fields=["plan"])


class Destinations:
    """The destinations made so far, by account and address."""

    def __init__(self, model, database):
        self._model, self._database = model, database
        self._known = {}

    def of(self, account_id, entry):
        key = (account_id, entry.address)
        if key not in self._known:
            self._known[key] = str(uuid4())
            self._model.objects.using(self._database).create(
                id=self._known[key],
                account_id=account_id,
                name=entry.name,
                kind=entry.kind,
                address=entry.address,
                created_at=datetime.now(UTC),
                created_by="",
            )
        return self._known[key]


def plan(settings, entries):
    name = NAMES.get(settings.number.account.language, NAMES["en"])
    french = settings.number.number.startswith(("+33", "FR:"))
    return {
        "zone": "Europe/Paris" if french else "Europe/Zurich",
        "treatments": {
            "main": {"name": name, "kind": "chain", "strategy": "in-order", "entries": entries, "then": None}
        },
        "week": [],
        "otherwise": "main",
        "holidays": None,
        "special_days": [],
        "exceptions": [],
        "screening": {
            "welcome": [],
            "only_welcome": False,
            "withheld": False,
            "countries": [],
            "limit": None,
            "key_test": False,
            "tested_once": True,
            "reports": False,
        },
        "greeting": None,
        "display": {"mode": settings.display, "fixed_number": "", "prefix": ""},
    }


class Migration(migrations.Migration):

    dependencies = [("plans", "0003_routing_plans"), ("accounts", "0003_api_keys")]

    operations = [migrations.RunPython(make_plans, migrations.RunPython.noop)]
