"""What people keep about the statistics: saved views and habits of the list of calls, own key figures, exports.

What belongs to no account was made by an operator who looks at the whole platform.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models

from smartnumbers.apps.accounts.models import Account


class SavedView(models.Model):
    """A list of calls under a name: `query` is what the page's address holds (filter, sort, columns).

    A private view is its maker's alone, a shared one belongs to all who work in the account. One that was removed
    stays as a row, so that removing can be undone.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60)
    query = models.TextField()
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Habit(models.Model):
    """How a person likes the list of calls in an account: its columns (in their order; none: the usual ones), its
    density, and the view it starts with."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    columns = models.JSONField(default=list)
    compact = models.BooleanField(default=True)
    start = models.ForeignKey(SavedView, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "account"], name="reporting_habit_once"),
            # A unique constraint lets any number of empty accounts through.
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(account=None), name="reporting_habit_of_platform"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {', '.join(self.columns)}"


class Direction(models.TextChoices):
    """Which side of its target a key figure is to be on."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"


class OwnKpi(models.Model):
    """A key figure of an account's own: a measure of the calls that `query` lets through, and its target.

    `measure` and `period` are codes; the target is in the measure's unit (millionths of `currency` for money,
    milliseconds for durations, millionths of 1 for shares). `query` is written like that of a list of calls, without
    a period. `position` is the tile's place, from 1. A removed one stays as a row, so that removing can be undone.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    measure = models.CharField(max_length=32)
    query = models.TextField(blank=True, default="")
    target = models.BigIntegerField()
    currency = models.CharField(max_length=3, blank=True, default="")
    direction = models.CharField(max_length=8, choices=Direction)
    period = models.CharField(max_length=16)
    position = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class ExportFormat(models.TextChoices):
    """The kinds of file a list of calls can be exported as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


class ExportState(models.TextChoices):
    """How far an export is. EXPIRED: its file is gone."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


class CallExport(models.Model):
    """A list of calls on its way into a file, for the person who asked for it and nobody else.

    `wanted` is a `statistics.filters.CallFilter` as JSON, its days as they were when it was asked for; `sort` is a
    column of the statistics, `columns` those of the file in their order. What the file shows of callers is decided
    when it is written, by what the person may then see. `node` is whose worker writes it, `file` its name in the
    folder of exports, `fault` the code of what went wrong.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    wanted = models.JSONField()
    sort = models.CharField(max_length=16)
    descending = models.BooleanField()
    columns = models.JSONField()
    format = models.CharField(max_length=8, choices=ExportFormat)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.WAITING)
    rows_total = models.BigIntegerField()
    rows_done = models.BigIntegerField(default=0)
    node = models.CharField(max_length=64, blank=True, default="")
    finished_at = models.DateTimeField(null=True)
    file = models.TextField(blank=True, default="")
    size = models.BigIntegerField(default=0)
    fault = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["asked_at"], condition=models.Q(state="waiting"), name="reporting_export_waiting"),
            models.Index(fields=["finished_at"], condition=models.Q(state="done"), name="reporting_export_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.format}, {self.state}"


class CallerNote(models.Model):
    """What somebody wrote about a caller (canonical number), for all who work in the account.

    One that was removed stays as a row, so that removing can be undone.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    caller = models.CharField(max_length=20)
    text = models.CharField(max_length=500)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=254)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["account", "caller"], name="reporting_note_of_caller")]

    def __str__(self) -> str:
        return f"{self.written_by}: {self.text[:40]}"
