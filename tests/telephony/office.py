"""The portal's work on a running product: numbers are opened and changed, and call records read, as the apps do it.

A product under test has a database of its own, while Django in the test's process knows the tests' one. So all of
this runs in one thread, whose connection named "default" leads to the product's database; Django keeps connections
by thread, and the rest of the process sees nothing of it.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.utils import load_backend

from smartnumbers.apps.accounts.models import Account, Language
from smartnumbers.apps.accounts.operations import open_account
from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import PublicationSequence, PublishedProfile, RoutingSettings
from smartnumbers.apps.plans.operations.callers import block_caller
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.operations.service import create_number, set_in_service
from smartnumbers.apps.plans.operations.settings import set_display, set_limits
from smartnumbers.core.routing.plan import Display
from smartnumbers.core.routing.profile import Limits

ACCOUNT = "Alpina"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a service number shall do with its calls."""

    chain: Sequence[ChainRow] = ()
    in_service: bool = True
    display: Display = Display.CALLER
    limits: Limits | None = None
    blocked: Sequence[str] = ()


def sqlite(file: Path) -> dict[str, Any]:
    """Django's settings for the embedded database of a product."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": settings.DATABASES["default"]["OPTIONS"],
    }


class Office:
    """Works on the database of one product. Its methods can be awaited from any event loop."""

    def __init__(self, database: dict[str, Any]) -> None:
        self._thread = ThreadPoolExecutor(
            max_workers=1, thread_name_prefix="office", initializer=_enter, initargs=(database,)
        )

    async def close(self) -> None:
        """Give the connection back."""
        await self.do(_leave)
        self._thread.shutdown()

    async def do(self, work: Callable[..., Any], **arguments: Any) -> Any:
        """Do something with the database, there."""
        return await asyncio.wrap_future(self._thread.submit(partial(work, **arguments)))

    async def open_number(self, *, number: str, plan: Plan) -> int:
        """Bring a number onto the platform; gives the sequence of its last publication."""
        return int(await self.do(_open_number, written=number, plan=plan))

    async def change_chain(self, *, number: str, chain: Sequence[ChainRow]) -> int:
        """Give a number another chain; gives the sequence of the publication."""
        return int(await self.do(_change_chain, written=number, chain=chain))

    async def publish_as_it_is(self, *, number: str, document: Any) -> int:
        """Write a document into the table of published profiles past every check, as a broken portal would."""
        return int(await self.do(_publish_as_it_is, number=number, document=document))

    async def newest_document(self, *, number: str) -> dict[str, Any]:
        """The document of a number's newest publication."""
        return dict(await self.do(_newest_document, number=number))

    async def records(self, *, number: str) -> list[CallRecord]:
        """The records of a number's calls in the order of their arrival, with their attempts."""
        return list(await self.do(_records, number=number))


def _enter(database: dict[str, Any]) -> None:
    whole = connections.configure_settings({"default": database})["default"]
    connections["default"] = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, "default")


def _leave() -> None:
    connections["default"].close()


def _open_number(*, written: str, plan: Plan) -> int:
    at, access = datetime.now(UTC), platform_access(label="test")
    account = Account.objects.filter(name=ACCOUNT).first() or open_account(
        access=access, name=ACCOUNT, language=Language.GERMAN, currency="CHF", at=at
    )
    number = create_number(access=access, account=account, written=written, name=written, at=at)
    if plan.display is not Display.CALLER:
        set_display(access=access, number=number, display=plan.display, at=at)
    if plan.limits is not None:
        set_limits(access=access, number=number, limits=plan.limits, at=at)
    for caller in plan.blocked:
        block_caller(access=access, number=number, caller=caller, at=at)
    if plan.chain:
        change_chain(access=access, number=number, rows=plan.chain, expected_revision=None, at=at)
    if not plan.in_service:
        set_in_service(access=access, number=number, in_service=False, at=at)
    return _sequence()


def _change_chain(*, written: str, chain: Sequence[ChainRow]) -> int:
    number = ServiceNumber.objects.get(number=written)
    at = datetime.now(UTC)
    published = change_chain(
        access=platform_access(label="test"), number=number, rows=chain, expected_revision=None, at=at
    )
    return published.sequence


def _newest(number: str) -> PublishedProfile:
    return PublishedProfile.objects.filter(number=number).latest("sequence")


def _newest_document(*, number: str) -> dict[str, Any]:
    document: dict[str, Any] = _newest(number).document
    return document


def _publish_as_it_is(*, number: str, document: Any) -> int:
    sequence, revision = _sequence() + 1, _newest(number).revision + 1
    RoutingSettings.objects.filter(number__number=number).update(revision=revision)
    PublishedProfile.objects.create(
        sequence=sequence, number=number, revision=revision, document=document, change="chain",
        published_at=datetime.now(UTC), published_by="test",
    )  # fmt: skip
    PublicationSequence.objects.update(last=sequence)
    return sequence


def _sequence() -> int:
    return PublicationSequence.objects.values_list("last", flat=True).get(id=1)


def _records(*, number: str) -> list[CallRecord]:
    return list(CallRecord.objects.filter(number=number).order_by("setup_at", "id").prefetch_related("attempts"))
