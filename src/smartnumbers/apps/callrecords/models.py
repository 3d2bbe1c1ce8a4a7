"""The records of calls. Instants are milliseconds since 1970 (UTC), as everywhere along a call's way."""

from uuid import uuid4

from django.db import models

from smartnumbers.apps.accounts.models import Account
from smartnumbers.core.callcontrol.record import AttemptOutcome, Outcome, Side
from smartnumbers.core.routing.decision import Presentation


class Result(models.TextChoices):
    """What a call was to the holder: the one distinction every list and figure makes.

    INFORMED: nobody was to be rung and the caller heard an announcement, or he left a message. Who hears an
    announcement because nobody took his call is LOST.
    """

    ANSWERED = "answered"
    INFORMED = "informed"
    LOST = "lost"
    BLOCKED = "blocked"


RESULT_OF_OUTCOME: dict[Outcome, Result] = {
    Outcome.ANSWERED: Result.ANSWERED,
    Outcome.ANNOUNCED: Result.INFORMED,
    Outcome.MESSAGE: Result.INFORMED,
    Outcome.BLOCKED: Result.BLOCKED,
    Outcome.BUSY: Result.LOST,
    Outcome.NO_ANSWER: Result.LOST,
    Outcome.FAILED: Result.LOST,
    Outcome.ABANDONED: Result.LOST,
    Outcome.LIMITED: Result.LOST,
}


IMPORTED = "import"
"""The node of calls that another system recorded, and which were taken over from a file."""


class CallRecord(models.Model):
    """One call, kept for ever: `core.callcontrol.record.CallRecord` as a row, under the call's own id (UUIDv7).

    Two columns are worked out when the row is written, so that no list or figure has to: `result`, and `local_day`,
    the day of the set-up in the platform's time zone. The account is empty for a number the platform does not know.

    Money is in millionths of `currency`, as it was when the call ended: `amount` is what the caller pays,
    `holder_cost` what the holder pays, `payout` what the holder gets, each None where the tariff has no such thing;
    `charging` is the whole story (`core.callcontrol.record.ChargingRecord`). What was corrected since stands in
    `Correction`.

    `treatment` names what the plan led to, `message` what the caller left (`MessageLeft`), `said` what was played to
    him that is not about the price (`PromptPlayed`); `reported`: the destination reported him as a nuisance. `agent`
    and `campaign` are who took the call and what made the caller dial, "" where that is not known.

    `sequence` is what the statistics follow: each write of a call, also a correction of it, gives it the next one of
    `RecordSequence`. They read this table, the attempts and the corrections with plain SQL (`statistics.record`).
    """

    id = models.UUIDField(primary_key=True)
    sequence = models.BigIntegerField(unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    number = models.TextField()
    dialled = models.TextField()
    caller = models.TextField(blank=True)
    presentation = models.CharField(max_length=16, choices=[(item.value, item.value) for item in Presentation])
    revision = models.BigIntegerField(null=True)
    setup_at = models.BigIntegerField()
    ringing_at = models.BigIntegerField(null=True)
    answered_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField()
    outcome = models.CharField(max_length=16, choices=[(item.value, item.value) for item in Outcome])
    reason = models.TextField(blank=True)
    hung_up_by = models.CharField(max_length=16, choices=[(item.value, item.value) for item in Side])
    cause = models.IntegerField()
    sip_status = models.IntegerField(null=True)
    trace = models.JSONField(default=list)
    node = models.TextField()
    recovered = models.BooleanField(default=False)
    result = models.CharField(max_length=16, choices=Result)
    local_day = models.DateField()
    currency = models.CharField(max_length=3, blank=True, default="")
    amount = models.BigIntegerField(null=True)
    billed_ms = models.BigIntegerField(null=True)
    charging_from = models.BigIntegerField(null=True)
    holder_cost = models.BigIntegerField(null=True)
    payout = models.BigIntegerField(null=True)
    tariff_code = models.CharField(max_length=40, blank=True, default="")
    tariff_version = models.PositiveIntegerField(null=True)
    charging = models.JSONField(null=True)
    treatment = models.TextField(blank=True, default="")
    message = models.JSONField(null=True)
    said = models.JSONField(default=list)
    reported = models.BooleanField(default=False)
    agent = models.TextField(blank=True, default="")
    campaign = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-setup_at", "-id"]
        indexes = [
            models.Index(fields=["setup_at", "id"], name="calls_by_time"),
            models.Index(fields=["account", "setup_at", "id"], name="calls_by_account"),
            models.Index(fields=["number", "setup_at", "id"], name="calls_by_number"),
            models.Index(fields=["account", "number", "setup_at", "id"], name="calls_by_account_number"),
            models.Index(fields=["account", "caller", "setup_at"], name="calls_by_caller"),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.number}, {self.outcome}"

    @property
    def imported(self) -> bool:
        """Whether another system recorded the call: what that did not say of it is not known here."""
        return self.node == IMPORTED

    @property
    def talk_milliseconds(self) -> int:
        """How long caller and destination were connected; 0 where they never were."""
        return self.ended_at - self.answered_at if self.answered_at is not None else 0

    @property
    def wait_milliseconds(self) -> int:
        """How long the caller waited until somebody answered or the call ended."""
        return (self.answered_at if self.answered_at is not None else self.ended_at) - self.setup_at


class RecordSequence(models.Model):
    """The counter of all writes of calls: one row, id 1; `last` is the newest sequence a call was given.

    It is moved inside the writing transaction, whose commit alone lets the next writer go on: sequences become visible
    in their order, so that a reader who has seen number n has missed none before it. `record` tells this record from
    any other: a replica that was made from another database is none of this one.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    last = models.BigIntegerField(default=0)
    record = models.UUIDField(default=uuid4)

    def __str__(self) -> str:
        return str(self.last)


class Attempt(models.Model):
    """One destination tried, in the order of trying (`ordinal`, from 1); `position` is its place in the decision.

    `destination` is the id of the named destination ("" where there was none yet), `carrier` whom it was dialled
    through, after those in `tried` (`CarrierTried`). One that was `full` was not dialled: it had as many calls as it
    takes.
    """

    call = models.ForeignKey(CallRecord, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    position = models.IntegerField()
    name = models.TextField(blank=True)
    address = models.TextField()
    kind = models.CharField(max_length=16)
    ring_seconds = models.IntegerField()
    started_at = models.BigIntegerField()
    alerting_at = models.BigIntegerField(null=True)
    answered_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=32, blank=True, choices=[(item.value, item.value) for item in AttemptOutcome])
    cause = models.IntegerField(null=True)
    sip_status = models.IntegerField(null=True)
    destination = models.CharField(max_length=36, blank=True, default="")
    carrier = models.TextField(blank=True, default="")
    full = models.BooleanField(default=False)
    tried = models.JSONField(default=list)

    class Meta:
        ordering = ["call", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["call", "ordinal"], name="calls_attempt_once")]
        # How often a destination answered is read from the index alone.
        indexes = [models.Index(fields=["destination", "started_at", "outcome"], name="calls_by_destination")]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.address}: {self.outcome}"


class Correction(models.Model):
    """Another price for a call whose record stays as it is: the call's last correction is what counts.

    Amounts in millionths of the record's currency, 0 where the tariff has no such thing; `old_…` is what counted
    before. `run` is the same for all calls corrected together; the tariff is the one the call was rated with.
    """

    call = models.ForeignKey(CallRecord, on_delete=models.PROTECT, related_name="corrections", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    run = models.UUIDField()
    old_amount = models.BigIntegerField()
    new_amount = models.BigIntegerField()
    new_billed_ms = models.BigIntegerField()
    old_holder_cost = models.BigIntegerField()
    new_holder_cost = models.BigIntegerField()
    old_payout = models.BigIntegerField()
    new_payout = models.BigIntegerField()
    tariff_code = models.CharField(max_length=40)
    tariff_version = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["call", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["call", "ordinal"], name="calls_correction_once")]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.old_amount} becomes {self.new_amount}"


class SettledMonth(models.Model):
    """A month of an account that is settled: what it was charged for is paid, and its calls keep their prices.

    `month` is its first day; a call belongs to the month of its `local_day`.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="settled_months", db_index=False)
    month = models.DateField()
    settled_at = models.DateTimeField()
    settled_by = models.CharField(max_length=254)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "month"], name="calls_settled_month_once")]

    def __str__(self) -> str:
        return f"{self.account}, {self.month:%Y-%m}"


class Delivery(models.TextChoices):
    """What became of a message that is to be sent by mail."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class VoiceMessage(models.Model):
    """What a caller said after the tone of a call, and the mail that takes it to `email`. Instants in milliseconds.

    `ms` is its length. Delivery began at `begun_at` (again, where it was asked for again) and was tried `tries` times
    since; while it is waiting, `next_try_at` says when it is its turn. `fault` is the code of what was in the way last,
    `answer` what the mail server said. From `removed_at` on the sound is gone; the row stays.
    """

    call = models.OneToOneField(CallRecord, on_delete=models.PROTECT, primary_key=True, related_name="voice_message")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    email = models.TextField()
    ms = models.BigIntegerField()
    left_at = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=Delivery, default=Delivery.WAITING)
    begun_at = models.BigIntegerField(null=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.BigIntegerField()
    sent_at = models.BigIntegerField(null=True)
    fault = models.CharField(max_length=32, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    removed_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="calls_message_due"),
            models.Index(fields=["left_at"], condition=models.Q(removed_at=None), name="calls_message_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.email}, {self.state}"

    @property
    def file(self) -> str:
        """The name of its sound in the folder of messages, which call control gave it."""
        return f"{self.call_id}.wav"


class JournalPosition(models.Model):
    """How far a node's journal has been taken over: the byte `offset` in `segment` where reading goes on."""

    node = models.CharField(max_length=64, primary_key=True)
    segment = models.TextField()
    offset = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.node}: {self.segment} at {self.offset}"
