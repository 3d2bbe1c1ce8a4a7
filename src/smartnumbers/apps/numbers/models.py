"""The stock of service numbers."""

from datetime import date

from django.db import models

from smartnumbers.apps.accounts.models import Account
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.numbering.rules import Family, NumberRules, class_of, priced_like, rules_at


class ServiceNumber(models.Model):
    """One service number of the platform. `number` is canonical (`core.numbering.dialled.normalise`).

    `family` is the French tariff family of a short number, which its digits do not tell; "" where they do, and where
    nothing is on record: such a number counts as a premium one.
    """

    number = models.CharField(max_length=20, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="numbers")
    name = models.CharField(max_length=80, blank=True)
    in_service = models.BooleanField(default=False)
    in_service_since = models.DateField(null=True)
    family = models.CharField(max_length=8, blank=True, default="")

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

    @property
    def known_family(self) -> Family | None:
        """The family on record."""
        return Family(self.family) if self.family else None

    @property
    def tariff_class(self) -> str:
        """The code of the class whose tariffs fit the number, or "" where its digits belong to none."""
        known = class_of(self.number)
        return "" if known is None else priced_like(known, family=self.known_family)

    def rules_on(self, day: date) -> NumberRules | None:
        """The rules of the number on a day, None where there are none."""
        return rules_at(number=self.number, family=self.known_family, on=day)
