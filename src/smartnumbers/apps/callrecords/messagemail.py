"""The mail that takes a caller's message to its mailbox, in the language of the account."""

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartnumbers.apps.callrecords.models import CallRecord, VoiceMessage
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.decision import Presentation
from smartnumbers.messaging.mail.letter import Attachment, Letter

SOUND = "audio/wav"


def letter_of(*, message: VoiceMessage, folder: Path, sender: str, days: int, at: datetime) -> Letter:
    """The mail of a message whose sound lies in `folder` and is kept for so many days.

    Its id is that of the message and of the time delivery began: the same for every try, another one where it is sent
    again. Raises OSError where there is no sound.
    """
    call = message.call
    language = "en" if call.account is None else call.account.language
    with translation.override(language):
        left_at = localtime(to_datetime(call.setup_at))
        return Letter(
            letter_id=f"{message.pk.hex}.{message.begun_at}",
            sender=sender,
            to=message.email,
            subject=_subject(call),
            text=_text(call, message, left_at, days),
            language=language,
            at=at,
            attachments=[
                Attachment(
                    name=f"{_('message').lower()}-{left_at:%Y-%m-%d-%H%M}.wav",
                    kind=SOUND,
                    content=(folder / message.file).read_bytes(),
                )
            ],
        )


def _subject(call: CallRecord) -> str:
    values = {"caller": _caller(call), "number": _number(call)}
    if not values["caller"]:
        return _("Message from a caller without number for %(number)s") % values
    return _("Message from %(caller)s for %(number)s") % values


def _text(call: CallRecord, message: VoiceMessage, left_at: datetime, days: int) -> str:
    seconds = -(-message.ms // 1000)
    values = {
        "caller": _caller(call),
        "number": _number(call),
        "day": date_format(left_at, "SHORT_DATE_FORMAT"),
        "time": date_format(left_at, "TIME_FORMAT"),
        "length": ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds},
        "until": date_format(left_at + timedelta(days=days), "SHORT_DATE_FORMAT"),
    }
    called = _("%(caller)s called %(number)s on %(day)s at %(time)s and left a message of %(length)s.")
    if not values["caller"]:
        called = _("A caller without number called %(number)s on %(day)s at %(time)s and left a message of %(length)s.")
    where = _("You can hear it in the attached file, and until %(until)s with the call in Smart Numbers.")
    return f"{called % values}\n\n{where % values}\n"


def _caller(call: CallRecord) -> str:
    """Who called, as the telephone that this mail stands for would have shown it; "" for who does not want to be."""
    if not call.caller or call.presentation != Presentation.ALLOWED:
        return ""
    return display(call.caller)


def _number(call: CallRecord) -> str:
    name = ServiceNumber.objects.filter(number=call.number).values_list("name", flat=True).first() or ""
    return f"{display(call.number)} {name}".strip()
