"""Hearing an announcement before it is published: made by the same code and voices as the one callers hear."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.portal.access import page
from smartnumbers.portal.tariffs.preview import SAYING
from smartnumbers.telephony.prompts import sounds
from smartnumbers.telephony.speech.speak import SpeechFailed
from smartnumbers.telephony.speech.voices import VoicesMissing, find

# An address is good for a day: as long as somebody may have the editor open.
_GOOD_SECONDS = 24 * 3600


@page(Permission.SEE_NUMBERS)
def say(request: HttpRequest, access: Access) -> HttpResponse:
    """The announcement as sound. Only what the portal itself wrote is spoken: its address is signed."""
    try:
        language, text, beep = signing.loads(request.GET.get("text", ""), salt=SAYING, max_age=_GOOD_SECONDS)
    except signing.BadSignature as fault:
        raise Http404("Nothing to say.") from fault
    prompt = Prompt(language=language, text=text, beep=beep)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        try:
            voices = find(cache=settings.VOICES_CACHE)
            sound = sounds.make(prompt=prompt, folder=place, recordings=place, voices=voices).read_bytes()
        except (VoicesMissing, SpeechFailed) as fault:
            raise Http404("There are no voices.") from fault
    response = HttpResponse(sound, content_type="audio/wav")
    response["Cache-Control"] = f"private, max-age={_GOOD_SECONDS}"
    return response
