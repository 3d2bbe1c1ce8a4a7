"""Checking a plan before it is put in force, with what the database knows around it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import ChangeRefused, Fault, PlanRefused
from smartnumbers.apps.plans.models import PublishedProfile, RoutingSettings
from smartnumbers.apps.plans.named import named_in
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.numbering.countries import COUNTRIES
from smartnumbers.core.routing.check import CheckFacts, Finding, Severity, check
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.planning import PlanInvalid
from smartnumbers.core.routing.profile import Profile, ProfileInvalid, parse
from smartnumbers.core.routing.treatments import Branches, ConditionKind

PATIENCE_SECONDS = 60
"""How long callers are taken to wait where too few have given up to know."""


def read_document(*, number: ServiceNumber, document: Mapping[str, Any]) -> Plan:
    """The plan of a document; what is wrong with its form raises ChangeRefused, the field being the place.

    A country that there is not is refused here and not where profiles are read: which countries have numbers changes
    over the years, and what was published must stay readable.
    """
    try:
        plan = named_in(account_id=number.account_id, documents=[document]).plan(document)
    except PlanInvalid as fault:
        place, reason = str(fault.parameters.get("place", "")), str(fault.parameters.get("reason", fault.code))
        raise ChangeRefused([Fault(field=place, code=reason, parameters=dict(fault.parameters))]) from fault
    unknown = [
        Fault(field=place, code="country-invalid", parameters={"written": country})
        for place, country in _countries_named(plan, document)
        if country not in COUNTRIES
    ]
    if unknown:
        raise ChangeRefused(unknown)
    return plan


def _countries_named(plan: Plan, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each country in a plan with its place in the document, whose order that of the plan's set is not."""
    for index, country in enumerate(document["screening"]["countries"]):
        yield f"screening.countries[{index}]", country
    for treatment_id, treatment in plan.treatments.items():
        for at, arm in enumerate(treatment.action.arms if isinstance(treatment.action, Branches) else ()):
            for which, condition in enumerate(arm.when):
                if condition.kind is ConditionKind.COUNTRY:
                    place = f"treatments.{treatment_id}.arms[{at}].when[{which}].values"
                    yield from ((f"{place}[{index}]", country) for index, country in enumerate(condition.values))


def findings(
    *,
    number: ServiceNumber,
    document: Mapping[str, Any],
    at: datetime,
    answered: Mapping[str, tuple[int, int]] | None = None,
    patience_seconds: int | None = None,
) -> tuple[Finding, ...]:
    """What the check finds in a plan that would hold from an instant on.

    `answered` has, by destination id, how often it was rung and how often it answered in the last 30 days;
    `patience_seconds` is how long callers of the number wait before they give up. Raises ChangeRefused.
    """
    facts = CheckFacts(
        at=from_datetime(at),
        look_up=published_of(account_id=number.account_id),
        answered_within_30_days=answered or {},
        patience_seconds=PATIENCE_SECONDS if patience_seconds is None else patience_seconds,
        languages=(RoutingSettings.objects.select_related("number__account").get(number=number).spoken_language,),
    )
    return check(plan=read_document(number=number, document=document), number=number.number, facts=facts)


def refuse_errors(*, number: ServiceNumber, document: Mapping[str, Any], at: datetime) -> None:
    """Raise PlanRefused with what forbids putting a plan in force, or ChangeRefused where its form is wrong."""
    errors = [found for found in findings(number=number, document=document, at=at) if found.severity is Severity.ERROR]
    if errors:
        raise PlanRefused(errors)


def published_of(*, account_id: int | None) -> Callable[[str], Profile | None]:
    """Finds the profiles in force of an account's numbers (None: of all), each read once."""
    known: dict[str, Profile | None] = {}

    def look_up(number: str) -> Profile | None:
        if number not in known:
            known[number] = _published(number, account_id)
        return known[number]

    return look_up


def _published(number: str, account_id: int | None) -> Profile | None:
    owned = ServiceNumber.objects.filter(number=number)
    if account_id is not None:
        owned = owned.filter(account_id=account_id)
    row = PublishedProfile.objects.filter(number=number).order_by("-sequence").first() if owned.exists() else None
    try:
        return None if row is None else parse(row.document)
    except ProfileInvalid:
        return None
