"""What a number does with a call: the plan in force, the one being written, and those settled for later.

A plan is a JSON document (`core.routing.planning`) that names destinations and lists of callers by their ids.
"""

from django.db import models

from smartnumbers.apps.accounts.models import Language
from smartnumbers.apps.numbers.models import ServiceNumber


class RoutingSettings(models.Model):
    """A number's settings, and where its publishing stands.

    `plan` is what was last put in force at once, at `plan_since` (None: from the beginning); which plan holds now also
    depends on the scheduled ones, see `plans.timetable`. `revision` is the revision published last (0: none yet);
    `plan_revision` the one that last changed the plan: who edits the plan is in conflict with an edit of the plan
    only, not with a caller blocked meanwhile.
    `keys`: the destination may change the price by keys. `recording` is the SHA-256 of an own announcement of the
    price ("" for speech) and `recorded_for` the version whose price it says: for no other version is it played.
    """

    number = models.OneToOneField(ServiceNumber, on_delete=models.CASCADE, primary_key=True, related_name="routing")
    plan = models.JSONField(default=dict)
    plan_since = models.DateTimeField(null=True)
    setups_per_second = models.PositiveIntegerField(null=True)
    simultaneous = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)
    plan_revision = models.PositiveIntegerField(default=0)
    announcement_language = models.CharField(max_length=2, choices=Language, blank=True)
    keys = models.BooleanField(default=False)
    recording = models.CharField(max_length=64, blank=True)
    recording_name = models.CharField(max_length=80, blank=True)
    recorded_for = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.number}, revision {self.revision}"

    @property
    def spoken_language(self) -> str:
        """The language in which prices are announced: the number's own, else the account's."""
        return self.announcement_language or self.number.account.language


class Draft(models.Model):
    """A plan that is being written. `based_on` is the revision it began from; `version` counts its savings from 1."""

    number = models.OneToOneField(ServiceNumber, on_delete=models.CASCADE, primary_key=True, related_name="draft")
    document = models.JSONField()
    based_on = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=254)

    def __str__(self) -> str:
        return f"Draft of {self.number}, {self.version}"


class ScheduledPlan(models.Model):
    """A plan that was settled for later: from `begins`, until `ends` or for good (None).

    A change for good is overtaken by whatever is put in force at once after it began; it is never deleted.
    """

    number = models.ForeignKey(ServiceNumber, on_delete=models.CASCADE, related_name="scheduled_plans", db_index=False)
    name = models.CharField(max_length=80)
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    document = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ["number", "begins", "id"]
        indexes = [models.Index(fields=["number", "begins"], name="plans_scheduled_begins")]

    def __str__(self) -> str:
        return f"{self.number}: {self.name} from {self.begins:%d.%m.%Y %H:%M}"
