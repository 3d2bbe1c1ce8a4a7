"""What a number does with a call: the rows that are edited, and the profiles published from them."""

from django.db import models

from smartnumbers.apps.accounts.models import Language
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.core.routing.profile import Display
from smartnumbers.core.tariffs.tariffset import TariffSet, parse_set


class DisplayChoice(models.TextChoices):
    """`core.routing.profile.Display` as a choice of the database."""

    CALLER = Display.CALLER.value
    SERVICE_NUMBER = Display.SERVICE_NUMBER.value


class RoutingSettings(models.Model):
    """A number's settings, and where its publishing stands.

    `revision` is the revision published last (0: none yet); `chain_revision` the one that last changed the chain: who
    edits the chain is in conflict with an edit of the chain only, not with a caller blocked meanwhile.
    `keys`: the destination may change the price by keys. `recording` is the SHA-256 of an own announcement of the
    price ("" for speech) and `recorded_for` the version whose price it says: for no other version is it played.
    """

    number = models.OneToOneField(ServiceNumber, on_delete=models.CASCADE, primary_key=True, related_name="routing")
    display = models.CharField(max_length=16, choices=DisplayChoice, default=DisplayChoice.CALLER)
    setups_per_second = models.PositiveIntegerField(null=True)
    simultaneous = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)
    chain_revision = models.PositiveIntegerField(default=0)
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


class ChainEntry(models.Model):
    """One destination of a number's chain; positions count from 1."""

    number = models.ForeignKey(ServiceNumber, on_delete=models.CASCADE, related_name="chain", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    address = models.CharField(max_length=400)
    name = models.CharField(max_length=80)
    ring_seconds = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number", "position"]
        constraints = [models.UniqueConstraint(fields=["number", "position"], name="plans_chain_position_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"


class Visibility(models.TextChoices):
    """How much of a blocked caller's number its holder knows, and may therefore see in the list.

    A caller who was typed is known whole; one who was blocked from the record of a call is known masked, or not at
    all where the caller had withheld the number.
    """

    WHOLE = "whole"
    MASKED = "masked"
    WITHHELD = "withheld"


class BlacklistEntry(models.Model):
    """A caller who is turned away, for ever or `until` an instant."""

    number = models.ForeignKey(ServiceNumber, on_delete=models.CASCADE, related_name="blacklist", db_index=False)
    caller = models.CharField(max_length=20)
    until = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    visibility = models.CharField(max_length=16, choices=Visibility, default=Visibility.WHOLE)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["number", "-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["number", "caller"], name="plans_blacklist_caller_once")]

    def __str__(self) -> str:
        return f"{self.caller} ({self.number})"


class TariffAssignment(models.Model):
    """The tariff of a number from an instant until that of the next assignment."""

    number = models.ForeignKey(ServiceNumber, on_delete=models.CASCADE, related_name="tariffs", db_index=False)
    book = models.ForeignKey(TariffBook, on_delete=models.PROTECT, related_name="assignments")
    valid_from = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["number", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["number", "valid_from"], name="plans_tariff_instant_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.book} from {self.valid_from:%d.%m.%Y %H:%M}"


class NumberSet(models.Model):
    """The tariff set of a number, `core.tariffs.tariffset` as JSON: what its price may become during a call."""

    number = models.OneToOneField(ServiceNumber, on_delete=models.CASCADE, primary_key=True, related_name="tariff_set")
    document = models.JSONField()

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def contents(self) -> TariffSet:
        """The set as the switch understands it. Raises TariffInvalid for a document damaged in the database."""
        return parse_set(self.document)


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
    what the editor shows and the switch does not need.
    """

    sequence = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=20)
    revision = models.PositiveIntegerField()
    document = models.JSONField()
    remarks = models.JSONField(default=dict)
    change = models.CharField(max_length=32)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=254)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "revision"], name="plans_profile_revision_once")]
        indexes = [models.Index(fields=["number", "-sequence"], name="plans_profile_newest")]

    def __str__(self) -> str:
        return f"{self.number}, revision {self.revision}"
