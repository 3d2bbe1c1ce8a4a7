"""Whom a number turns away."""

from django.db import models

from smartnumbers.apps.numbers.models import ServiceNumber


class BlockedKind(models.TextChoices):
    """What an entry turns away: one number, all that begin with some digits, a country, whoever hides the number."""

    NUMBER = "number"
    PREFIX = "prefix"
    COUNTRY = "country"
    WITHHELD = "withheld"


class Visibility(models.TextChoices):
    """How much of a blocked caller's number its holder knows, and may therefore see in the list.

    A caller who was typed is known whole; one who was blocked from the record of a call is known masked, or not at
    all where the caller had withheld the number.
    """

    WHOLE = "whole"
    MASKED = "masked"
    WITHHELD = "withheld"


class BlacklistEntry(models.Model):
    """Callers who are turned away, for ever or `until` an instant.

    `value` is a number or the beginning of one in E.164 form, or a country (ISO 3166), as its kind says; "" for
    callers who hide their number.
    """

    number = models.ForeignKey(ServiceNumber, on_delete=models.CASCADE, related_name="blacklist", db_index=False)
    kind = models.CharField(max_length=16, choices=BlockedKind, default=BlockedKind.NUMBER)
    value = models.CharField(max_length=20, blank=True)
    until = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    visibility = models.CharField(max_length=16, choices=Visibility, default=Visibility.WHOLE)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["number", "-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["number", "kind", "value"], name="plans_blacklist_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value} ({self.number})"
