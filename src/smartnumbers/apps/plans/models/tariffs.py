"""Which tariff a number has when, and what its price may become during a call."""

from django.db import models

from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.core.tariffs.tariffset import TariffSet, parse_set


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
