"""Which language a page is in: the one chosen in this browser, else the person's own, else the browser's wish."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from smartnumbers.apps.accounts.models import User


class PersonsLanguageMiddleware:
    """Speaks to somebody who is logged in, and has chosen nothing in this browser, in their own language.

    It stands after the authentication; Django's own LocaleMiddleware has looked at cookie and browser before.
    """

    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language."""
        user = request.user
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and isinstance(user, User):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language() or user.language
        return self.get_response(request)
