"""Where a rule or a price comes from, in the reader's language: the FDV is the OST in French."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from smartnumbers.core.tariffs.pricelist import EXAMPLE, TRADE

_LAWS: dict[str, Promise] = {
    "OST": pgettext_lazy("law", "OST"),
    "OIP": pgettext_lazy("law", "OIP"),
    "LTVA": pgettext_lazy("law", "LTVA"),
    "OFCOM": pgettext_lazy("law", "OFCOM"),
    "art.": pgettext_lazy("law", "art."),
    "code of conduct": pgettext_lazy("law", "code of conduct"),
    "price display for special numbers": pgettext_lazy("law", "price display for special numbers"),
    "rules for 090x numbers": pgettext_lazy("law", "rules for 090x numbers"),
    # Between the numbers of articles, and before a day.
    "from": pgettext_lazy("law", "from"),
    "to": pgettext_lazy("law", "to"),
    "until": pgettext_lazy("law", "until"),
}
_NAMES = re.compile("|".join(rf"\b{re.escape(name)}(?!\w)" for name in _LAWS))
_REMARKS: dict[str, Promise] = {
    TRADE: gettext_lazy("Usual in the trade, not a published grid: check before use"),
    EXAMPLE: gettext_lazy("Price by law; costs are examples: set those of your contracts"),
}


def law_words(source: str) -> str:
    """The source of a rule with the laws named as the reader knows them."""
    return _NAMES.sub(lambda found: str(_LAWS[found[0]]), source)


def remark_words(source: str) -> str:
    """The source of a price: what the product ships with in the reader's language, what somebody wrote as written."""
    known = _REMARKS.get(source)
    return source if known is None else str(known)


def remark_read(written: str, *, before: str) -> str:
    """The source that a form means, which showed the source `before` in the reader's language."""
    return before if written == remark_words(before) else written
