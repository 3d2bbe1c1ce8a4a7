"""The counter that the statistics follow: every write of a call takes its next number (`RecordSequence`)."""

from uuid import UUID

from django.db import connection
from django.db.models import F

from smartnumbers.apps.callrecords.models import Correction, RecordSequence

# One statement for both databases: the corrected calls of a run, numbered in the order of time.
_RENEW = (
    "UPDATE callrecords_callrecord SET sequence = %s + numbered.ordinal FROM ("
    "SELECT call.id, row_number() OVER (ORDER BY call.setup_at, call.id) AS ordinal "
    "FROM callrecords_callrecord AS call "
    "JOIN callrecords_correction AS correction ON correction.call_id = call.id WHERE correction.run = %s"
    ") AS numbered WHERE numbered.id = callrecords_callrecord.id"
)


def take_sequences(*, amount: int) -> int:
    """Take the next sequences; gives the one before the first of them. To be called in a transaction.

    The counter's row stays locked until that ends. Sequences that are not used are lost, which does no harm.
    """
    if not RecordSequence.objects.filter(id=1).update(last=F("last") + amount):
        RecordSequence.objects.bulk_create([RecordSequence(id=1)], ignore_conflicts=True)
        RecordSequence.objects.filter(id=1).update(last=F("last") + amount)
    return RecordSequence.objects.values_list("last", flat=True).get(id=1) - amount


def renew_sequences(*, run: UUID) -> None:
    """Give the calls that a run of corrections changed new sequences. To be called last in its transaction.

    Last, because nobody else can keep a call while the counter is held.
    """
    before = take_sequences(amount=Correction.objects.filter(run=run).count())
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [before, Correction._meta.get_field("run").get_db_prep_value(run, connection)])
