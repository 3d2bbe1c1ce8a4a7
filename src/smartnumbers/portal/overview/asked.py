"""What the overview's address asks for: one number or all, and the span whose figures stand in full."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import NumberUnknown
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.portal.addresses import written
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.spans import SpanName

SPANS = (SpanName.TODAY, SpanName.YESTERDAY, SpanName.MONTH, SpanName.YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for; without a number, all that the access covers."""

    number: ServiceNumber | None
    span: SpanName

    @property
    def wanted(self) -> CallFilter:
        """Its calls, of all days."""
        return CallFilter() if self.number is None else CallFilter(numbers=(self.number.number,))

    def address(self, *, name: str = "overview", span: SpanName | None = None) -> str:
        """The address of one of the overview's pages for the same number and this or another span."""
        values = {} if self.number is None else {"number": written(self.number.number)}
        chosen = span or self.span
        if chosen is not SpanName.TODAY:
            values["span"] = chosen.value
        return f"{reverse(name)}?{urlencode(values)}" if values else reverse(name)


def read_asked(*, access: Access, query: QueryDict) -> Asked:
    """What an address asks for; a span that is none and a number that is not there do not count."""
    number, typed = None, query.get("number", "")
    if typed:
        try:
            number = find(access=access, written=typed)
        except NumberUnknown:
            number = None
    span = query.get("span", "")
    return Asked(number=number, span=SpanName(span) if span in set(SPANS) else SpanName.TODAY)
