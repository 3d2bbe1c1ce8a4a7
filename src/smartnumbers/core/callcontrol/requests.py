"""What comes of a change of tariff, or a fee, that is asked for while people talk: the codes of `Tell`.

The codes are stable; portal and API put them into words. A refusal carries what is needed for its sentence in the
parameters of `Tell`.
"""

DONE = "done"
"""Agreed; `effective_at` (milliseconds) says from when it is in force. A call that ends before does not pay it."""

DECLINED = "declined"
"""The caller did not press the key that accepts."""

INTERRUPTED = "interrupted"
"""Call control was away while it was announced; it can be asked for again."""

CALL_ENDED = "call-ended"
"""The call was over before it was agreed."""

NOT_TALKING = "refused-not-talking"
NOT_CHARGED = "refused-not-charged"
"""The caller pays nothing for this call: a free number, or its announcement could not be played."""

CHANGE_NOT_ALLOWED = "refused-price-change-not-allowed"
"""The law wants one price from the first second (France) or prices by time only (084x); `class_code`, `source`."""

NO_TARIFF_SET = "refused-no-tariff-set"
UNKNOWN_SLOT = "refused-unknown-slot"
IN_FORCE_ALREADY = "refused-in-force-already"
OVER_CEILING = "refused-over-ceiling"
"""The law's ceiling `ceiling` of `what` ("per-call", "per-minute", "fee", "total") would be passed; `amount`."""

OVER_CAP = "refused-over-cap"
"""The call's own cap `ceiling` would be passed."""

TOO_MANY = "refused-too-many"
ANNOUNCEMENT_FAILED = "refused-announcement-failed"
"""It could not be announced, and what was not announced may not be charged."""

MISSING = "refused-call-unknown"
"""No such call runs; told by whoever looks for it."""

WAITING_MAXIMUM = 5
"""How many requests may wait behind the one that is being dealt with."""

KEYS = "keys"
"""Who asks when the destination's telephone does; its requests have ids that begin with "keys-"."""
