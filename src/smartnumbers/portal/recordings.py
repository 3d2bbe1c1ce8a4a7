"""Own recordings in forms and as sound: what was uploaded, what is wrong with it, and what callers hear of it."""

from django.conf import settings as platform
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.plans.recordings import BYTES_MAXIMUM, RecordingInvalid

RECORDING_FAULTS = {
    "missing": _("Choose a WAV file."),
    "format": _("This is no WAV file. Save the recording as WAV (PCM, 16 bit) and try again."),
    "width": _("The recording must have 16 bit. Save it as WAV (PCM, 16 bit) and try again."),
    "rate": _("The recording must have 8 to 48 kHz."),
    "long": _("The recording is too long: at most one minute."),
    "silent": _("There is nothing to hear on this recording."),
}


def content_of(upload: UploadedFile | None) -> bytes:
    """What was uploaded; raises RecordingInvalid ("missing", "long") before a large file is read."""
    if upload is None:
        raise RecordingInvalid("No file.", parameters={"reason": "missing"})
    if upload.size is None or upload.size > BYTES_MAXIMUM:
        raise RecordingInvalid("The file is too large.", parameters={"reason": "long"})
    return bytes(upload.read())


def sound_of(digest: str) -> HttpResponse:
    """A recording that the reader may hear, as callers do. Raises Http404 where there is none."""
    path = platform.RECORDINGS_FOLDER / f"{digest}.wav"
    if not digest or not path.is_file():
        raise Http404("There is no recording.")
    response = HttpResponse(path.read_bytes(), content_type="audio/wav")
    response["Cache-Control"] = "private, no-cache"
    return response
