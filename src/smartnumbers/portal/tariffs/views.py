"""The list of tariffs, one tariff with its versions, and the editor."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Language
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.plans.operations.tariffs import add_version
from smartnumbers.apps.tariffbooks.faults import TariffRefused
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.apps.tariffbooks.operations.books import create_book
from smartnumbers.apps.tariffbooks.queries import book as find
from smartnumbers.apps.tariffbooks.queries import may_change, price_list, version_at
from smartnumbers.apps.tariffbooks.terms import rules_of
from smartnumbers.core.numbering.rulebook import NumberRules
from smartnumbers.core.numbering.rules import CLASSES
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done
from smartnumbers.portal.tariffs.classwords import class_name, rule_card
from smartnumbers.portal.tariffs.editor import Editor, language_of, opened, typed, valid_from
from smartnumbers.portal.tariffs.rows import book_rows, version_rows
from smartnumbers.portal.tariffs.versions import saved

CLASS = "class"
PRICE = "price"


@page(Permission.SEE_NUMBERS)
def tariff_list(request: HttpRequest, access: Access) -> HttpResponse:
    """All tariffs that may be used, each with its price now and what comes next."""
    values = {"rows": book_rows(access=access, at=timezone.now()), "may_create": _may_create(access)}
    return render(request, "tariffs/list.html", values)


@page(Permission.MANAGE_TARIFFS)
def new_tariff(request: HttpRequest, access: Access) -> HttpResponse:
    """A new tariff: first the class of numbers it is for, then its prices, perhaps from the price list."""
    code = request.GET.get(CLASS, "")
    rules = rules_of(class_code=code, on=timezone.localdate())
    if rules is None:
        return render(request, "tariffs/choose.html", {"classes": _classes(access)})
    if request.method == "POST":
        return _create(request, access, rules)
    entry = price_list(access=access, class_code=code).filter(code=request.GET.get(PRICE, "")).first()
    version = None if entry is None else entry.terms
    language = language_of(request.GET, otherwise=_language(access, rules))
    return _edit(request, opened(access=access, rules=rules, version=version, language=language), access=access)


def _create(request: HttpRequest, access: Access, rules: NumberRules) -> HttpResponse:
    editor = typed(access=access, rules=rules, data=request.POST)
    if not editor.valid or editor.terms is None:
        return _edit(request, editor, access=access, status=422)
    try:
        book = create_book(
            access=access,
            account=access.account,
            class_code=rules.class_code,
            name=editor.form.cleaned_data["name"],
            terms=editor.terms,
            valid_from=valid_from(editor),
            at=timezone.now(),
        )
    except TariffRefused as refused:
        editor.form.put_faults(refused.faults)
        return _edit(request, editor, access=access, status=422)
    done(request, _("The tariff “%(name)s” is there. Now give it to a number.") % {"name": book.name})
    return HttpResponseRedirect(reverse("tariff", args=[book.code]))


@page(Permission.SEE_NUMBERS)
def one_tariff(request: HttpRequest, access: Access, code: str) -> HttpResponse:
    """A tariff: the editor of its next version, its versions, and the numbers that have it."""
    book = find(access=access, code=code)
    rules = _rules(book)
    if request.method != "POST":
        rows = version_rows(access=access, book=book, at=timezone.now())
        version = next((row.terms for row in rows if row.in_force), rows[0].terms if rows else None)
        language = language_of(request.GET, otherwise=_language(access, rules))
        return _edit(
            request, opened(access=access, rules=rules, version=version, language=language), access=access, book=book
        )
    access.require(Permission.MANAGE_TARIFFS if book.account_id is not None else Permission.MANAGE_PRICE_LIST)
    editor = typed(access=access, rules=rules, data=request.POST, book=book)
    if not editor.valid or editor.terms is None:
        return _edit(request, editor, access=access, book=book, status=422)
    now = timezone.now()
    before = version_at(book=book, at=now)
    try:
        row = add_version(access=access, book=book, terms=editor.terms, valid_from=valid_from(editor), at=now)
    except TariffRefused as refused:
        editor.form.put_faults(refused.faults)
        return _edit(request, editor, access=access, book=book, status=422)
    return saved(request, book, row, before=None if before is None else before.version)


@require_POST
@page(Permission.MANAGE_TARIFFS)
def check_tariff(request: HttpRequest, access: Access, class_code: str) -> HttpResponse:
    """The faults and the preview of what is being typed; nothing is saved."""
    rules = rules_of(class_code=class_code, on=timezone.localdate())
    if rules is None:
        raise Http404("There is no such class.")
    code = request.GET.get("tariff", "")
    book = find(access=access, code=code) if code else None
    editor = typed(access=access, rules=rules, data=request.POST, book=book)
    return render(request, "tariffs/_check.html", {"editor": editor, "naming": book is None})


def _edit(
    request: HttpRequest, editor: Editor, *, access: Access, book: TariffBook | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    values: dict[str, Any] = {
        "editor": editor,
        "naming": book is None,
        "book": book,
        "class_code": editor.rules.class_code,
        "class_name": class_name(editor.rules.class_code),
        "card": rule_card(editor.rules),
    }
    if book is None:
        values["prices"] = list(price_list(access=access, class_code=editor.rules.class_code))
        return render(request, "tariffs/new.html", values, status=status)
    values["versions"] = version_rows(access=access, book=book, at=now)
    values["may_edit"] = may_change(access=access, book=book)
    values["used_by"] = list(numbers(access=access).filter(tariffs__book=book).distinct())
    return render(request, "tariffs/tariff.html", values, status=status)


def _rules(book: TariffBook) -> NumberRules:
    rules = rules_of(class_code=book.class_code, on=timezone.localdate())
    if rules is None:
        raise Http404("There are no rules for this tariff's class.")
    return rules


def _classes(access: Access) -> list[dict[str, Any]]:
    """The classes to choose from, those of the account's own numbers first."""
    own = {number.tariff_class for number in numbers(access=access)[:1000]}
    offered: dict[str, int] = {}
    for code in price_list(access=access).order_by().values_list("class_code", flat=True):
        offered[code] = offered.get(code, 0) + 1
    classes = [
        {"code": code, "known": known, "own": code in own, "prices": offered.get(code, 0)}
        for code, known in CLASSES.items()
    ]
    return sorted(classes, key=lambda entry: not entry["own"])


def _may_create(access: Access) -> bool:
    return access.may(Permission.MANAGE_TARIFFS)


def _language(access: Access, rules: NumberRules) -> str:
    """The account's language; where there is none, that of the class's country."""
    if access.account is not None:
        return access.account.language
    return Language.FRENCH if rules.country == "FR" else Language.GERMAN
