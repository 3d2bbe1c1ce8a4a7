"""The laws by the names they go by in the reader's language: the FDV is the OST in French."""

import re

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

_LAWS: dict[str, Promise] = {
    "OST": pgettext_lazy("law", "OST"),
    "OIP": pgettext_lazy("law", "OIP"),
    "LTVA": pgettext_lazy("law", "LTVA"),
    "OFCOM": pgettext_lazy("law", "OFCOM"),
    "art.": pgettext_lazy("law", "art."),
}
_NAMES = re.compile("|".join(rf"\b{re.escape(name)}(?!\w)" for name in _LAWS))


def law_words(source: str) -> str:
    """The source of a rule with the laws named as the reader knows them."""
    return _NAMES.sub(lambda found: str(_LAWS[found[0]]), source)
