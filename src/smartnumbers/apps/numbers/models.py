"""The stock of service numbers."""

from django.db import models

from smartnumbers.apps.accounts.models import Account
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.numbering.rules import class_of


class ServiceNumber(models.Model):
    """One service number of the platform. `number` is canonical (`core.numbering.dialled.normalise`)."""

    number = models.CharField(max_length=20, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="numbers")
    name = models.CharField(max_length=80, blank=True)
    in_service = models.BooleanField(default=False)
    in_service_since = models.DateField(null=True)

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """The number as people write it."""
        return display(self.number)

    @property
    def class_code(self) -> str:
        """The code of the number's class ("ch-0800"), or "" where its digits belong to none."""
        known = class_of(self.number)
        return known.code if known is not None else ""
