"""Tariffs by name, the versions of each, and the operator's price list."""

from django.db import models

from smartnumbers.apps.accounts.models import Account
from smartnumbers.core.tariffs.version import TariffVersion, parse_version


class TariffBook(models.Model):
    """A tariff by its name, for numbers of one class; its prices are those of its versions.

    `code` is what records, profiles and the command line call it, the only one of its kind. A book without an account
    is the operator's: every account may use it, none can change it.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="tariff_books")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    class_code = models.CharField(max_length=16)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class TariffVersionRow(models.Model):
    """One version of a tariff, in force from an instant until the next one is.

    `document` is `core.tariffs.version` as JSON and never changes. A version that was taken back before it came into
    force stays, so that its number is not given twice.
    """

    book = models.ForeignKey(TariffBook, on_delete=models.CASCADE, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    document = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["book", "valid_from", "version"]
        constraints = [models.UniqueConstraint(fields=["book", "version"], name="tariffs_version_once")]

    def __str__(self) -> str:
        return f"{self.book}, version {self.version}"

    @property
    def terms(self) -> TariffVersion:
        """The version as the rating understands it. Raises TariffInvalid for a document damaged in the database."""
        return parse_version(self.document)


class PriceListEntry(models.Model):
    """One price that the operator offers for a class of numbers; a tariff made from it takes its terms over.

    The product ships with a list (`core.tariffs.pricelist`); what the operator changes or takes out stays so.
    """

    code = models.CharField(max_length=40, unique=True)
    class_code = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    document = models.JSONField()
    source = models.CharField(max_length=200, blank=True)
    offered = models.BooleanField(default=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ["class_code", "code"]

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"

    @property
    def terms(self) -> TariffVersion:
        """The entry as the rating understands it. Raises TariffInvalid for a document damaged in the database."""
        return parse_version(self.document)
