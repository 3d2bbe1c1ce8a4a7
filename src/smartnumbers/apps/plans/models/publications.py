"""The profiles as published: what call control reads."""

from django.db import models


class PublicationSequence(models.Model):
    """The counter of all publications: one row, id 1.

    It is moved inside the publishing transaction, whose commit alone lets the next publisher go on: sequences become
    visible in their order, so that a reader who has seen number n has missed none before it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)


class PublishedProfile(models.Model):
    """A profile as published: never changed, read by call control with plain SQL.

    That reader knows the table by name (plans_publishedprofile) and its columns sequence, number, revision and
    document; a test keeps the two in step. `change` says what was changed ("chain", "blacklist", …); `remarks` keeps
    what the editor shows and the switch does not need; `note` is what the publisher said of the change.
    """

    sequence = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=20)
    revision = models.PositiveIntegerField()
    document = models.JSONField()
    remarks = models.JSONField(default=dict)
    change = models.CharField(max_length=32)
    note = models.CharField(max_length=200, blank=True, default="")
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=254)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "revision"], name="plans_profile_revision_once")]
        indexes = [models.Index(fields=["number", "-sequence"], name="plans_profile_newest")]

    def __str__(self) -> str:
        return f"{self.number}, revision {self.revision}"
