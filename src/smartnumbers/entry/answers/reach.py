"""What the command line may see: the platform, or one account of it."""

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.accounts.queries import narrowed, platform_access


def reach(*, account: str | None) -> Access:
    """The access of whoever sits at this machine; narrowed to an account where one is named. Raises AccountClosed."""
    access = platform_access(label="Command line")
    return access if account is None else narrowed(access=access, account=account)
