"""What a trace can say: a code for each thing looked at, with the names of its values.

Codes are stable: they stand in journals and records. Whoever shows a trace makes a sentence of each in the reader's
language; instants among the values are milliseconds, times of day minutes since midnight, days 0 (Monday) to 6.
"""

from enum import StrEnum


class TraceCode(StrEnum):
    """The codes in the order of a decision; behind each, the names of its values."""

    # The number. number; number, revision
    NUMBER_UNKNOWN = "number-unknown"
    PROFILE_FOUND = "profile-found"
    NUMBER_OUT_OF_SERVICE = "number-out-of-service"
    NUMBER_IN_SERVICE = "number-in-service"
    # Which plan is in force. PLAN_SINCE: name, since. PLAN_TEMPORARY: name, since, until.
    PLAN_IN_FORCE = "plan-in-force"
    PLAN_SINCE = "plan-since"
    PLAN_TEMPORARY = "plan-temporary"
    # Who calls. `until` only where a block ends. list; until; prefix, until; country, until; until; until
    CALLER_WELCOME = "caller-welcome"
    CALLER_BLOCKED = "caller-blocked"
    PREFIX_BLOCKED = "prefix-blocked"
    COUNTRY_BLOCKED = "country-blocked"
    WITHHELD_BLOCKED = "withheld-blocked"
    CALLER_REPORTED = "caller-reported"
    CALLER_NOT_BLOCKED = "caller-not-blocked"
    CALLER_WITHOUT_NUMBER = "caller-without-number"
    # Screening. country; calls, seconds; key
    WITHHELD_TURNED_AWAY = "withheld-turned-away"
    COUNTRY_TURNED_AWAY = "country-turned-away"
    NOT_WELCOME = "not-welcome"
    TOO_MANY_CALLS = "too-many-calls"
    KEY_TEST = "key-test"
    KEY_TEST_PASSED = "key-test-passed"
    # The clock and the rule. time ("2026-12-24T18:05"), zone, day
    LOCAL_TIME = "local-time"
    # All of these with name and treatment; an exception with its wall-clock times, a holiday with its region.
    EXCEPTION = "exception"
    SPECIAL_DAY = "special-day"
    HOLIDAY = "holiday"
    HOLIDAY_WORKED = "holiday-worked"
    # A window with day, start and end, both with treatment.
    WINDOW = "window"
    OTHERWISE = "otherwise"
    GAP = "gap"
    # The treatments, each with its name. TREATMENT_MISSING: treatment (its id). CHAIN_CHOSEN: name, strategy,
    # destinations, first. DESTINATION_PAUSED: destination. BRANCH_TAKEN: name, arm (from 1). FLOW…: name, flow.
    TREATMENT_MISSING = "treatment-missing"
    CHAIN_CHOSEN = "chain-chosen"
    CHAIN_EMPTY = "chain-empty"
    DESTINATION_PAUSED = "destination-paused"
    ANNOUNCEMENT = "announcement"
    VOICEMAIL = "voicemail"
    NOTHING_TO_SAY = "nothing-to-say"
    BRANCH_TAKEN = "branch-taken"
    BRANCH_OTHERWISE = "branch-otherwise"
    FLOW_NOT_IN_FORCE = "flow-not-in-force"
    # Another number's plan. name, number
    OTHER_NUMBER = "other-number"
    OTHER_NUMBER_UNKNOWN = "other-number-unknown"
    OTHER_NUMBER_OUT_OF_SERVICE = "other-number-out-of-service"
    OTHER_NUMBER_FOREIGN = "other-number-foreign"
    # A treatment reached a second time, or too long a way: name.
    LOOP = "loop"
    GREETING = "greeting"
    # What the destination's telephone shows. number (fixed number); prefix
    DISPLAY_CALLER = "display-caller"
    DISPLAY_SERVICE_NUMBER = "display-service-number"
    DISPLAY_FIXED_NUMBER = "display-fixed-number"
    DISPLAY_WITHHELD = "display-withheld"
    DISPLAY_CALLER_AND_NAME = "display-caller-and-name"
    # Why something else is shown than was wanted: the number that may not be shown; nothing to show of this caller.
    DISPLAY_FORBIDDEN = "display-forbidden"
    DISPLAY_NOTHING = "display-nothing"
