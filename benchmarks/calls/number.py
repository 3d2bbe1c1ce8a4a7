"""Publish the number that the benchmark calls: `python -m benchmarks.calls.number NUMBER ADDRESS RING_SECONDS`.

Runs in a process of its own, with the environment of the product under test.
"""

import sys
from datetime import UTC, datetime

from smartnumbers.entry import database


def main() -> None:
    """Open an account and give it the number, whose only destination is the address."""
    database.load()
    from smartnumbers.apps.accounts.models import Language  # noqa: PLC0415 - needs Django set up
    from smartnumbers.apps.accounts.operations import open_account  # noqa: PLC0415 - the same
    from smartnumbers.apps.accounts.queries import platform_access  # noqa: PLC0415 - the same
    from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain  # noqa: PLC0415 - the same
    from smartnumbers.apps.plans.operations.service import create_number  # noqa: PLC0415 - the same

    written, address, ring_seconds = sys.argv[1:]
    access, now = platform_access(label="Benchmark"), datetime.now(UTC)
    account = open_account(access=access, name="Benchmark", language=Language.ENGLISH, currency="CHF", at=now)
    number = create_number(access=access, account=account, written=written, at=now)
    rows = [ChainRow(address=address, ring_seconds=ring_seconds)]
    change_chain(access=access, number=number, rows=rows, expected_revision=None, at=now)


if __name__ == "__main__":
    main()
