"""What the plans of an account name: destinations of calls, and lists of callers."""

from django.db import models

from smartnumbers.apps.accounts.models import Account


class Destination(models.Model):
    """A named destination of an account's calls, which any of its plans can use.

    `id` is a UUID as text, as plans name it; `address` as `core.routing.destinations` writes it. `limit` is how many
    calls it takes at once (None: any number); one that is `paused` gets none.
    """

    id = models.CharField(max_length=36, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="destinations")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    address = models.CharField(max_length=400)
    limit = models.PositiveIntegerField(null=True)
    paused = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["account", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "address", "name"], name="plans_destination_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CallerList(models.Model):
    """A named list of callers of an account, which any of its plans can ask for; `id` is a UUID as text."""

    id = models.CharField(max_length=36, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="caller_lists", db_index=False)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["account", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="plans_callerlist_name_once")]

    def __str__(self) -> str:
        return self.name


class CallerListEntry(models.Model):
    """One caller of a list in E.164 form, or all whose numbers begin with some digits ("+4179*")."""

    list = models.ForeignKey(CallerList, on_delete=models.CASCADE, related_name="entries", db_index=False)
    caller = models.CharField(max_length=24)
    note = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["list", "caller"]
        constraints = [models.UniqueConstraint(fields=["list", "caller"], name="plans_callerlist_entry_once")]

    def __str__(self) -> str:
        return self.caller
