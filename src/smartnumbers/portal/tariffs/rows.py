"""Tariffs and their versions as lists show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.tariffbooks.models import TariffBook, TariffVersionRow
from smartnumbers.apps.tariffbooks.queries import books, versions
from smartnumbers.core.tariffs.version import TariffVersion
from smartnumbers.portal.tariffs.classwords import class_name
from smartnumbers.portal.tariffs.termwords import price_words, term_words


@dataclass(frozen=True, slots=True)
class BookRow:
    """One tariff of the list: what it costs now, what comes next, and how many numbers have it."""

    book: TariffBook
    class_name: str
    price: str
    terms: str
    following: TariffVersionRow | None
    following_price: str
    numbers: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a tariff."""

    row: TariffVersionRow
    terms: TariffVersion
    price: str
    notes: Sequence[str]
    in_force: bool
    to_come: bool


def book_rows(*, access: Access, at: datetime) -> list[BookRow]:
    """All tariffs an access may use, by name. Raises PermissionMissing."""
    listed = list(books(access=access))
    rows = TariffVersionRow.objects.filter(book__in=listed, withdrawn_at=None).order_by("valid_from", "version")
    by_book: dict[int, list[TariffVersionRow]] = {book.pk: [] for book in listed}
    for row in rows:
        by_book[row.book_id].append(row)
    used = dict(numbers(access=access).order_by().values_list("tariffs__book").annotate(Count("id", distinct=True)))
    return [_book_row(book, by_book[book.pk], used.get(book.pk, 0), at) for book in listed]


def _book_row(book: TariffBook, rows: Sequence[TariffVersionRow], used: int, at: datetime) -> BookRow:
    begun = [row for row in rows if row.valid_from <= at]
    following = next((row for row in rows if row.valid_from > at), None)
    now = begun[-1].terms if begun else None
    return BookRow(
        book=book,
        class_name=class_name(book.class_code),
        price="" if now is None else price_words(now.tariff),
        terms="" if now is None else ", ".join(term_words(now)),
        following=following,
        following_price="" if following is None else price_words(following.terms.tariff),
        numbers=used,
    )


def version_rows(*, access: Access, book: TariffBook, at: datetime) -> list[VersionRow]:
    """The versions of a tariff, the latest first. Raises PermissionMissing or TariffUnknown."""
    rows = versions(access=access, book=book)
    begun = [row.pk for row in rows if row.valid_from <= at]
    in_force = begun[-1] if begun else None
    return [
        VersionRow(
            row=row,
            terms=row.terms,
            price=price_words(row.terms.tariff),
            notes=term_words(row.terms),
            in_force=row.pk == in_force,
            to_come=row.valid_from > at,
        )
        for row in reversed(rows)
    ]
