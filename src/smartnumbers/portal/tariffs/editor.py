"""The editor of a tariff: the form as it was opened or typed, its faults, and the preview beside it.

The same code serves the page and the check while typing, so that both say the same.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Language
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.apps.tariffbooks.queries import check
from smartnumbers.apps.tariffbooks.terms import Terms, completed, platform_terms
from smartnumbers.core.numbering.rulebook import Basis, NumberRules, Payer
from smartnumbers.core.tariffs.validation import RuleFault
from smartnumbers.core.tariffs.version import TariffVersion
from smartnumbers.portal.tariffs.faultwords import fault_words
from smartnumbers.portal.tariffs.forms import BandForm, TariffForm, band_forms, initial
from smartnumbers.portal.tariffs.preview import Preview, preview

LANGUAGE = "language"
_BAND = re.compile(r"bands\[(\d+)\]\.(\w+)")
# What a holder seldom changes, and what it is then: it stands folded away.
_SELDOM = {"increment_s": "1", "minimum_s": "0", "free_s": "0", "max_s": "", "rounding_mode": "", "rounding_to": ""}


@dataclass(frozen=True, slots=True)
class Editor:
    """What the editor's page shows; `terms` is what was typed, None where it cannot be read."""

    form: TariffForm
    bands: Sequence[BandForm]
    rules: NumberRules
    language: str
    operator: bool
    terms: Terms | None = None
    preview: Preview | None = None
    fields: Mapping[str, bool] = field(default_factory=dict)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages that announcements can be previewed in."""
        return list(Language.choices)

    @property
    def valid(self) -> bool:
        """Whether everything typed can be read and breaks no rule."""
        return self.terms is not None and not self.form.errors and not any(band.errors for band in self.bands)

    @property
    def more(self) -> bool:
        """Whether the terms that are seldom changed are to be seen: they are not the usual ones, or are wrong."""
        unusual = any(str(self.form[name].value() or usual or "") != usual for name, usual in _SELDOM.items())
        filled = any(band.initial or band.errors or band.has_changed() for band in self.bands)
        return unusual or filled or any(name in self.form.errors for name in _SELDOM)


def opened(*, access: Access, rules: NumberRules, version: TariffVersion | None, language: str) -> Editor:
    """The editor of a version there is, or an empty one."""
    values = {"increment_s": 1} if version is None else initial(version)
    form = TariffForm(initial=values, currency=rules.currency)
    operator = access.may(Permission.MANAGE_PRICE_LIST)
    seen = None if version is None else preview(version=version, rules=rules, language=language, operator=operator)
    return Editor(
        form=form,
        bands=band_forms(data=None, bands=() if version is None else version.bands) if rules.bands_allowed else (),
        rules=rules,
        language=language,
        operator=operator,
        preview=seen,
        fields=_fields(rules),
    )


def typed(*, access: Access, rules: NumberRules, data: Mapping[str, Any], book: TariffBook | None = None) -> Editor:
    """The editor with what was typed, its faults beside the fields, and the preview where it can be worked out."""
    form = TariffForm(data, currency=rules.currency)
    form.is_valid()
    bands = band_forms(data=data) if rules.bands_allowed else []
    read = [band for band in (line.band() for line in bands) if band is not None]
    terms = form.terms(bands=read)
    readable = form.is_valid() and not any(line.errors for line in bands)
    if terms is not None:
        on = timezone.localdate(form.cleaned_data.get("valid_from") or timezone.now())
        found = check(access=access, class_code=rules.class_code, terms=terms, on=on)
        _put_band_faults(bands, found)
        form.put_faults(fault for fault in found if not fault.field.startswith("bands["))
    if not readable:
        terms = None
    language = language_of(data, otherwise=Language.GERMAN)
    operator = access.may(Permission.MANAGE_PRICE_LIST)
    return Editor(
        form=form,
        bands=bands,
        rules=rules,
        language=language,
        operator=operator,
        terms=terms,
        preview=_preview(terms, rules, language, book, operator=operator),
        fields=_fields(rules),
    )


def language_of(data: Mapping[str, Any], *, otherwise: str) -> str:
    """The language that announcements are previewed in, as the form or the address says."""
    wish = str(data.get(LANGUAGE, ""))
    return wish if wish in Language.values else otherwise


def valid_from(editor: Editor) -> datetime | None:
    """From when it is to hold, None for at once."""
    chosen: datetime | None = editor.form.cleaned_data.get("valid_from")
    return chosen


def _preview(
    terms: Terms | None, rules: NumberRules, language: str, book: TariffBook | None, *, operator: bool
) -> Preview | None:
    if terms is None:
        return None
    heard = terms if operator else Terms(tariff=terms.tariff, bands=terms.bands)
    platform = platform_terms(class_code=rules.class_code, book=book)
    version = completed(terms=heard, platform=platform, rules=rules, code="", version=1, name="")
    return preview(version=version, rules=rules, language=language, operator=operator)


def _put_band_faults(bands: Sequence[BandForm], faults: Iterable[RuleFault]) -> None:
    """Stand the faults of bands beside them; the rules count only lines in which something is."""
    written = [line for line in bands if line.band() is not None]
    for fault in faults:
        match = _BAND.fullmatch(fault.field)
        if match is not None:
            written[int(match[1])].add_error(match[2], fault_words(fault))


def _fields(rules: NumberRules) -> dict[str, bool]:
    """Which fields make sense for a class: what the law forbids altogether is not asked for."""
    priced = rules.basis is not Basis.FREE
    return {
        "priced": priced,
        "per_call": rules.basis in (Basis.EITHER, Basis.BOTH),
        "bands": priced and rules.bands_allowed,
        "share": rules.payer is Payer.CALLER,
        "costs": rules.payer is not Payer.CALLER,
    }
