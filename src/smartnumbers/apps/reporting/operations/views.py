"""Saving, changing and removing views of the list of calls, and remembering how people like it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission, PermissionMissing
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.reporting.models import Habit, SavedView
from smartnumbers.apps.reporting.queries.views import habit, own_view, saved_view
from smartnumbers.core.foundation.errors import DomainError

QUERY_LONGEST = 4000


class ViewNameInvalid(DomainError):
    """A name of a view that is empty or too long; `parameters["longest"]` says how many characters fit."""

    code = "saved-view-name-invalid"


class ViewNameTaken(DomainError):
    """This person has a view of that name in the account already."""

    code = "saved-view-name-taken"


class ViewTooLong(DomainError):
    """A view with more conditions than can be kept."""

    code = "saved-view-too-long"


def save_view(*, access: Access, name: str, query: str, shared: bool, at: datetime) -> SavedView:
    """Keep a list of calls under a name.

    Raises PermissionMissing (also for a program, which is nobody), ViewNameInvalid, ViewNameTaken or ViewTooLong.
    """
    access.require(Permission.SEE_CALLS)
    if access.actor.id is None:
        raise PermissionMissing("Views belong to people.", parameters={"permission": Permission.SEE_CALLS})
    if len(query) > QUERY_LONGEST:
        raise ViewTooLong(f"A view has at most {QUERY_LONGEST} characters.", parameters={"longest": QUERY_LONGEST})
    with transaction.atomic():
        view = SavedView.objects.create(
            account=access.account,
            name=_name(access, name),
            query=query,
            shared=shared,
            created_at=at,
            created_by_id=access.actor.id,
        )
        _note(access, view, "reporting.view.saved", at, {"name": view.name, "query": query, "shared": shared})
    return view


def change_view(*, access: Access, view_id: int, name: str, query: str | None, shared: bool, at: datetime) -> SavedView:
    """Change one's own view; without a query, that stays as it is.

    Raises PermissionMissing, ViewUnknown, ViewNameInvalid, ViewNameTaken or ViewTooLong.
    """
    if query is not None and len(query) > QUERY_LONGEST:
        raise ViewTooLong(f"A view has at most {QUERY_LONGEST} characters.", parameters={"longest": QUERY_LONGEST})
    with transaction.atomic():
        view = own_view(access=access, view_id=view_id)
        view.name = _name(access, name, besides=view.pk)
        view.shared = shared
        view.query = view.query if query is None else query
        view.save(update_fields=["name", "shared", "query"])
        _note(access, view, "reporting.view.changed", at, {"name": view.name, "query": view.query, "shared": shared})
    return view


def remove_view(*, access: Access, view_id: int, at: datetime) -> SavedView:
    """Remove one's own view. Raises PermissionMissing or ViewUnknown."""
    with transaction.atomic():
        view = own_view(access=access, view_id=view_id)
        view.removed_at = at
        view.save(update_fields=["removed_at"])
        _note(access, view, "reporting.view.removed", at, {"name": view.name})
    return view


def restore_view(*, access: Access, view_id: int, at: datetime) -> SavedView:
    """Take back that a view was removed. Raises PermissionMissing or ViewUnknown."""
    with transaction.atomic():
        view = own_view(access=access, view_id=view_id, removed=True)
        view.removed_at = None
        view.save(update_fields=["removed_at"])
        _note(access, view, "reporting.view.restored", at, {"name": view.name})
    return view


def start_with(*, access: Access, view_id: int | None) -> None:
    """Let the list of calls begin with a view; with None, with all calls. Raises PermissionMissing or ViewUnknown."""
    view = None if view_id is None else saved_view(access=access, view_id=view_id)
    _remember(access, {"start": view})


def remember_look(*, access: Access, columns: Sequence[str], compact: bool) -> None:
    """Keep which columns and which density this person likes. Raises PermissionMissing."""
    _remember(access, {"columns": list(columns), "compact": compact})


def _remember(access: Access, values: Mapping[str, Any]) -> None:
    """A habit is nobody else's business: it leaves no trace in the audit trail. A program has none."""
    if access.actor.id is None:
        return
    with transaction.atomic():
        kept: Habit = habit(access=access)
        for name, value in values.items():
            setattr(kept, name, value)
        kept.save()


def _name(access: Access, name: str, *, besides: int = 0) -> str:
    name = " ".join(name.replace("\x00", "").split())
    longest = SavedView._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= longest:
        raise ViewNameInvalid(f"A name of at most {longest} characters.", parameters={"longest": longest})
    own = SavedView.objects.filter(account=access.account, created_by=access.actor.id, name=name, removed_at=None)
    if own.exclude(pk=besides).exists():
        raise ViewNameTaken(f"There is a view {name} already.", parameters={"name": name})
    return name


def _note(access: Access, view: SavedView, action: str, at: datetime, data: Mapping[str, Any]) -> None:
    write_entry(
        at=at,
        actor=access.actor,
        account_id=view.account_id,
        action=action,
        object_kind="saved-view",
        object_id=str(view.pk),
        data=data,
    )
