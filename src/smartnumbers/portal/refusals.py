"""Requests that Django refuses before any page sees them."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was wrong with it: usually not to be told, but a form that is too large can be sent in parts."""
    too_much = isinstance(exception, TooManyFieldsSent | TooManyFilesSent | RequestDataTooBig)
    values = {"too_much": too_much, "most": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS}
    return render(request, "400.html", values, status=400)
