"""The routing of a number: its plan, its draft, what is settled for later, and what would happen to a call."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from smartnumbers.api.calls import PROBLEMS
from smartnumbers.api.keys import access_of
from smartnumbers.api.schemas import Problem
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans import queries
from smartnumbers.apps.plans.models import Draft
from smartnumbers.apps.plans.operations.drafts import save_draft
from smartnumbers.apps.plans.operations.publishing import publish_draft
from smartnumbers.apps.plans.simulation import simulate
from smartnumbers.apps.plans.walltime import moment
from smartnumbers.core.foundation.instants import from_datetime

router = Router(tags=["routing"])


class DraftOut(Schema):
    """The plan that is being written; `version` goes back when it is saved again, so that nobody's work is lost."""

    version: int
    based_on: int
    saved_at: datetime
    saved_by: str
    plan: dict[str, Any]


class ScheduledOut(Schema):
    """A change that is settled for later, or holds just now; without an end it holds for good."""

    id: int
    name: str
    begins: datetime
    ends: datetime | None
    plan: dict[str, Any]


class RoutingOut(Schema):
    """A number's routing. `plan` holds just now; `destinations` and `lists` are what plans can name, by id.

    `revision` is the newest publication, `plan_revision` the one that last changed the plan.
    """

    number: str
    revision: int
    plan_revision: int
    plan: dict[str, Any]
    scheduled: list[ScheduledOut]
    draft: DraftOut | None
    destinations: dict[str, dict[str, Any]]
    lists: dict[str, dict[str, Any]]


class DraftIn(Schema):
    """A plan to be kept as draft. `version` is the one that was read (0: there was none), null to overwrite."""

    plan: dict[str, Any]
    version: int | None = None


class PublishIn(Schema):
    """What to say of the change; the `plan_revision` and the draft's `version` that were read (null: whatever is)."""

    note: str = Field("", max_length=1000)
    plan_revision: int | None = None
    version: int | None = None


class Published(Schema):
    """The publication that is in force now."""

    revision: int


class RouteIn(Schema):
    """Who calls (null: without a number), when (by the plan's clock, or with an offset), and by which plan."""

    caller: str | None = None
    at: str | None = Field(None, examples=["2026-12-24T18:05"])
    revision: int | None = Field(None, ge=1)
    draft: bool = False


@router.get("/numbers/{number}/routing", response={200: RoutingOut, PROBLEMS: Problem}, summary="Routing of a number")
def one_routing(request: HttpRequest, number: str) -> RoutingOut:
    """The plan that holds just now, what is settled for later, and the draft."""
    access, now = access_of(request), timezone.now()
    found = find(access=access, written=number)
    settings = queries.routing(access=access, number=found)
    named = queries.named(access=access, number=found)
    drafted = queries.draft(access=access, number=found)
    return RoutingOut(
        number=found.number,
        revision=settings.revision,
        plan_revision=settings.plan_revision,
        plan=dict(queries.plan_in_force(access=access, number=found, at=now).document),
        scheduled=[
            ScheduledOut(id=row.pk, name=row.name, begins=row.begins, ends=row.ends, plan=row.document)
            for row in queries.scheduled(access=access, number=found, at=now)
        ],
        draft=None if drafted is None else _draft(drafted),
        destinations=dict(named.destinations),
        lists=dict(named.lists),
    )


@router.put("/numbers/{number}/routing/draft", response={200: DraftOut, PROBLEMS: Problem}, summary="Save a draft")
def put_draft(request: HttpRequest, number: str, wish: DraftIn) -> DraftOut:
    """Keep a plan as the number's draft; calls go on as they are."""
    access = access_of(request)
    found = find(access=access, written=number)
    saved = save_draft(
        access=access, number=found, document=wish.plan, expected_version=wish.version, at=timezone.now()
    )
    return _draft(saved)


@router.post("/numbers/{number}/routing/publish", response={200: Published, PROBLEMS: Problem}, summary="Publish")
def publish(request: HttpRequest, number: str, wish: PublishIn) -> Published:
    """Put the draft in force at once, unless the check finds errors in it."""
    access = access_of(request)
    found = find(access=access, written=number)
    published = publish_draft(
        access=access,
        number=found,
        note=wish.note,
        expected_revision=wish.plan_revision,
        expected_version=wish.version,
        at=timezone.now(),
    )
    return Published(revision=published.revision)


@router.post("/numbers/{number}/route", response={200: dict[str, Any], PROBLEMS: Problem}, summary="What would happen")
def route(request: HttpRequest, number: str, wish: RouteIn) -> dict[str, Any]:
    """What would happen to a call, by the same code as the switch; nothing is rung."""
    access, now = access_of(request), timezone.now()

    def instant(zone: str) -> int:
        return from_datetime(now if wish.at is None else moment(written=wish.at, zone=zone))

    simulation = simulate(
        access=access,
        number=find(access=access, written=number),
        caller=wish.caller,
        at=instant,
        now=from_datetime(now),
        revision=wish.revision,
        of_draft=wish.draft,
    )
    return simulation.document()


def _draft(row: Draft) -> DraftOut:
    return DraftOut(
        version=row.version, based_on=row.based_on, saved_at=row.saved_at, saved_by=row.saved_by, plan=row.document
    )
