"""What goes wrong, as answers: a status, and a body with a stable code (see `schemas.Problem`)."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.callrecords.livecalls import ControlAway
from smartnumbers.apps.callrecords.queries import CallUnknown
from smartnumbers.apps.numbers.queries import NumberUnknown
from smartnumbers.apps.plans.faults import (
    ChangeRefused,
    DraftConflict,
    DraftMissing,
    PlanRefused,
    RevisionConflict,
    RevisionUnknown,
)
from smartnumbers.apps.plans.walltime import MomentInvalid, MomentSkipped
from smartnumbers.apps.plans.wording import fault_words, finding_words
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering.dialled import NumberUnreadable

STATUS: dict[type[DomainError], int] = {
    PermissionMissing: 403,
    CallUnknown: 404,
    NumberUnreadable: 422,
    NumberUnknown: 404,
    RevisionUnknown: 404,
    DraftMissing: 404,
    RevisionConflict: 409,
    DraftConflict: 409,
    MomentInvalid: 422,
    MomentSkipped: 422,
    ControlAway: 503,
}


class Refused(DomainError):
    """A change that was refused, or that the caller declined; its code is the reason's."""

    def __init__(self, code: str, parameters: Mapping[str, Any]) -> None:
        super().__init__(f"The change was not made: {code}.", parameters=parameters)
        self.code = code


def install(api: NinjaAPI) -> None:
    """Let the API answer with problems wherever something goes wrong."""

    def domain(request: HttpRequest, fault: DomainError) -> HttpResponse:
        status = 409 if isinstance(fault, Refused) else STATUS.get(type(fault), 400)
        return _answer(api, request, status, fault.code, str(fault), fault.parameters)

    def change_refused(request: HttpRequest, fault: ChangeRefused) -> HttpResponse:
        faults = [
            {"field": one.field, "row": one.row, "code": one.code, "message": fault_words(one)} for one in fault.faults
        ]
        return _answer(api, request, 422, fault.code, str(fault), {"faults": faults})

    def plan_refused(request: HttpRequest, fault: PlanRefused) -> HttpResponse:
        findings = [
            {"place": one.place, "code": one.code, "message": finding_words(one), "values": dict(one.parameters)}
            for one in fault.findings
        ]
        return _answer(api, request, 422, fault.code, str(fault), {"findings": findings})

    def invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
        fields = [
            {"field": ".".join(str(part) for part in error["loc"]), "reason": error["msg"]} for error in fault.errors
        ]
        return _answer(api, request, 422, "request-invalid", "The request does not fit.", {"fields": fields})

    def unauthenticated(request: HttpRequest, _fault: AuthenticationError) -> HttpResponse:
        return _answer(api, request, 401, "key-invalid", "Send a valid API key: Authorization: Bearer sn_…", {})

    def http(request: HttpRequest, fault: HttpError) -> HttpResponse:
        return _answer(api, request, fault.status_code, "request-refused", str(fault), {})

    def missing(request: HttpRequest, _fault: Http404) -> HttpResponse:
        return nowhere(request)

    api.exception_handler(DomainError)(domain)
    api.exception_handler(ChangeRefused)(change_refused)
    api.exception_handler(PlanRefused)(plan_refused)
    api.exception_handler(ValidationError)(invalid)
    api.exception_handler(AuthenticationError)(unauthenticated)
    api.exception_handler(HttpError)(http)
    api.exception_handler(Http404)(missing)


@csrf_exempt
def nowhere(_request: HttpRequest, rest: str = "") -> JsonResponse:
    """The answer of every address of the API that there is not."""
    message = "There is nothing at this address."
    return JsonResponse({"error": {"code": "not-found", "message": message, "parameters": {}}}, status=404)


def _answer(
    api: NinjaAPI, request: HttpRequest, status: int, code: str, message: str, parameters: Mapping[str, Any]
) -> HttpResponse:
    body = {"error": {"code": code, "message": message, "parameters": dict(parameters)}}
    response = api.create_response(request, body, status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response
