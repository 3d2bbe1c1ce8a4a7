"""What the editor works on: a number's draft, or the plan in force while there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import Draft, RoutingSettings
from smartnumbers.apps.plans.named import Named, named_of
from smartnumbers.apps.plans.queries import draft, plan_in_force, routing
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.planning import PlanInvalid
from smartnumbers.portal.addresses import written


@dataclass(frozen=True, slots=True)
class Drafting:
    """A number with the document that its editor shows; `draft` is None while it is the plan in force."""

    access: Access
    number: ServiceNumber
    settings: RoutingSettings
    draft: Draft | None
    document: Mapping[str, Any]
    published: Mapping[str, Any]
    named: Named

    @property
    def path(self) -> str:
        """The number for an address."""
        return written(self.number.number)

    @property
    def version(self) -> int:
        """The draft's version, which its forms carry along; 0 while there is none."""
        return 0 if self.draft is None else self.draft.version

    @property
    def may_change(self) -> bool:
        """Whether this person may draw."""
        return self.access.may(Permission.CHANGE_ROUTING)

    @property
    def plan(self) -> Plan | None:
        """The document as a plan; None where it cannot be read, because a destination or list of it is gone."""
        try:
            return self.named.plan(self.document)
        except PlanInvalid:
            return None

    @property
    def treatments(self) -> list[tuple[str, str]]:
        """Ids and names of all treatments, for choices."""
        return [(treatment_id, item["name"]) for treatment_id, item in self.document["treatments"].items()]


def drafting(*, access: Access, number: ServiceNumber) -> Drafting:
    """What there is to edit. Raises PermissionMissing."""
    found = draft(access=access, number=number)
    in_force = plan_in_force(access=access, number=number, at=timezone.now())
    return Drafting(
        access=access,
        number=number,
        settings=routing(access=access, number=number),
        draft=found,
        document=in_force.document if found is None else found.document,
        published=in_force.document,
        named=named_of(account_id=number.account_id),
    )
