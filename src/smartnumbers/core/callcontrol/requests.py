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

REFUSED = "refused-"
"""Stands before the codes of `core.tariffs.duty.ChangeRefusal`, by which the class of the number knows no change at
all: "refused-price-change-not-allowed" (France) and its like; `class_code` says which class."""

NO_TARIFF_SET = "refused-no-tariff-set"
UNKNOWN_SLOT = "refused-unknown-slot"
IN_FORCE_ALREADY = "refused-in-force-already"
OVER_CEILING = "refused-over-ceiling"
"""A ceiling of the law would be passed: `rule` is the code of `core.tariffs.validation`, `source` the article."""

OVER_CAP = "refused-over-cap"
"""What may be charged for this call at most, `cap` (millionths), would be passed."""

TOO_MANY = "refused-too-many"
CALLER_UNKNOWN = "refused-caller-unknown"
"""A nuisance report about a caller without a number: nobody could be turned away."""

REPORTS_OFF = "refused-reports-off"
"""A nuisance report where the number's plan allows none."""

ANNOUNCEMENT_FAILED = "refused-announcement-failed"
"""It could not be announced, and what was not announced may not be charged."""

MISSING = "refused-call-unknown"
"""No such call runs; told by whoever looks for it."""

WAITING_MAXIMUM = 5
"""How many requests may wait behind the one that is being dealt with."""

KEYS = "keys"
"""Who asks when the destination's telephone does; its requests have ids that begin with "keys-"."""
