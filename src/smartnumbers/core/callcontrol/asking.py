"""What was asked for during a call and what came of it: told to who asked, and kept for the record."""

from dataclasses import replace

from smartnumbers.core.callcontrol.call import Call, Phase, Request, Step
from smartnumbers.core.callcontrol.commands import Command, Tell
from smartnumbers.core.callcontrol.events import TariffAsked
from smartnumbers.core.callcontrol.record import RequestMade
from smartnumbers.core.callcontrol.requests import CALL_ENDED, KEYS, NOT_TALKING


def settle(
    call: Call,
    request: Request,
    result: str,
    *,
    effective_at: int | None = None,
    parameters: dict[str, int | str] | None = None,
) -> Step:
    """The call in which a request is dealt with, and the answer."""
    tariff = isinstance(request, TariffAsked)
    made = RequestMade(
        request_id=request.request_id,
        kind="tariff" if tariff else "fee",
        slot=request.slot if isinstance(request, TariffAsked) else request.fee,
        by=request.by,
        at=request.at,
        result=result,
        effective_at=effective_at,
    )
    told = Tell(request_id=request.request_id, result=result, parameters=parameters or {})
    return replace(call, requests=(*call.requests, made)), (told,)


def refuse_report(call: Call, at: int, result: str) -> Step:
    """The call in which the destination's report of a nuisance was refused, and the answer."""
    made = RequestMade(request_id=f"{KEYS}-{at}", kind="report", slot=0, by=KEYS, at=at, result=result)
    return replace(call, requests=(*call.requests, made)), (Tell(request_id=made.request_id, result=result),)


def abandon(call: Call, result: str) -> Step:
    """The call in which nothing is asked for any more: what was not agreed yet gets the answer `result`."""
    open_requests = call.waiting
    if call.pending is not None and call.pending.phase is not Phase.PAUSING:
        open_requests = (call.pending.request, *open_requests)
    call = replace(call, pending=None, waiting=())
    tells: list[Command] = []
    for request in open_requests:
        call, told = settle(call, request, result)
        tells += told
    return call, tuple(tells)


def too_early(call: Call, event: Request) -> Step:
    """Nothing can be changed before people talk."""
    return settle(call, event, NOT_TALKING)


def too_late(call: Call, event: Request) -> Step:
    """Nothing can be changed once the end of the call is settled."""
    return settle(call, event, CALL_ENDED)
