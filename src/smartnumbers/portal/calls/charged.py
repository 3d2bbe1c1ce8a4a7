"""The steps of a call's story that are about money: what the caller was told, from when what was charged, and why."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.livecalls import charging_of
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.tariffbooks.wording import money
from smartnumbers.core.callcontrol.documents import charging_from_document
from smartnumbers.core.callcontrol.record import ChargingRecord, RequestMade
from smartnumbers.core.callcontrol.requests import DONE, KEYS
from smartnumbers.core.rating.timeline import Timeline, parse_timeline
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.portal.calls.looks import Look
from smartnumbers.portal.calls.step import Step
from smartnumbers.portal.calls.told import told
from smartnumbers.portal.live.tiles import name_in_set
from smartnumbers.portal.live.wording import quoted, result_words


def charged_steps(call: CallRecord) -> Iterator[Step]:
    """The steps about money, in no order; none where nothing is known of money."""
    if call.charging is None:
        return
    charging = charging_from_document(call.charging)
    timeline = None if charging.timeline is None else parse_timeline(charging.timeline)
    for prompt in charging.prompts:
        yield told(prompt)
    if timeline is not None and charging.charging_from is not None:
        yield Step(
            at=charging.charging_from,
            look=Look(icon="player-play", tone="accent"),
            title=_("Charging begins"),
            text=tariff_words(timeline.terms),
        )
    for request in charging.requests:
        yield _asked(call, charging, request, timeline)


def tariff_words(tariff: Tariff) -> str:
    """The prices of a tariff in a few words."""
    parts = []
    if tariff.per_call:
        parts.append(_("%(amount)s for the call") % {"amount": money(tariff.per_call, tariff.currency)})
    if tariff.per_minute or not parts:
        parts.append(_("%(amount)s per minute") % {"amount": money(tariff.per_minute, tariff.currency)})
    return ", ".join(parts)


def _asked(call: CallRecord, charging: ChargingRecord, request: RequestMade, timeline: Timeline | None) -> Step:
    held = charging_of(number=call.number, revision=call.revision, at=call.setup_at)
    name = name_in_set(charging=held, kind=request.kind, slot=request.slot)
    values = {"slot": request.slot, "name": quoted(name)}
    by = _("the destination's telephone") if request.by == KEYS else request.by
    tariff = request.kind == "tariff"
    if request.kind == "report":
        return Step(
            at=request.at,
            look=Look(icon="x", tone="warn"),
            title=_("The caller could not be reported"),
            text=result_words(request.result, {}),
            notes=[_("Asked for by %(by)s.") % {"by": by}],
        )
    if request.result != DONE or request.effective_at is None:
        title = _("Tariff %(slot)d%(name)s does not come about") if tariff else _("Fee %(slot)d%(name)s is not charged")
        return Step(
            at=request.at,
            look=Look(icon="x", tone="warn"),
            title=title % values,
            text=result_words(request.result, {}),
            notes=[_("Asked for by %(by)s.") % {"by": by}],
        )
    title = _("Tariff %(slot)d%(name)s is in force") if tariff else _("Fee %(slot)d%(name)s is charged")
    return Step(
        at=request.effective_at,
        look=Look(icon="tag" if tariff else "coin", tone="accent"),
        title=title % values,
        text=_what(request, charging, timeline),
        notes=[_("Asked for by %(by)s.") % {"by": by}],
    )


def _what(request: RequestMade, charging: ChargingRecord, timeline: Timeline | None) -> str:
    """What was agreed, from the time line; nothing where the call ended before it held."""
    if timeline is None or charging.charging_from is None or request.effective_at is None:
        return _("The call ended before.")
    offset = max(0, request.effective_at - charging.charging_from)
    if request.kind == "fee":
        amounts = [fee.amount for fee in timeline.fees if fee.at == offset]
        return money(amounts[0], charging.currency) if amounts else ""
    tariffs = [change.tariff for change in timeline.changes if change.at == offset]
    return tariff_words(tariffs[0]) if tariffs else ""
