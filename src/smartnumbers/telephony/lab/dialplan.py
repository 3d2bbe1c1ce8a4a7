"""The lab's Asterisk: its SIP endpoints and the dialplan behind the phones.

The exchange has already turned whatever was dialled into a behaviour's extension (`phones.Behaviour.extension`), so the
dialplan only takes apart fixed columns: a RRR TTTT SOUND (ring, talk, sound), r RRR SSS (ring, status),
p SOUND (play), k RRR WAIT_KEYS_WAIT_KEYS… (ring; wait, press keys, and so on, speaking meanwhile). In patterns the
letters n, x and z stand for digits, so no extension here begins with one of them.
"""

from pathlib import Path

from smartnumbers.telephony.asterisk.addresses import media_lines
from smartnumbers.telephony.lab.order import KEY_GAP_MILLISECONDS, KEY_MILLISECONDS

# A real network gives up on a phone that rings; ten minutes is longer than any chain's patience.
RING_ON_SECONDS = 600

# Whoever presses keys makes shorter pauses than that between them.
KEYS_PAUSE_SECONDS = 1

KEYPAD = "keypad"
"""The context of a channel that presses the keys in its variable KEYS, for a caller who is not answered yet."""

# The channel that presses them is being joined to the caller's meanwhile.
KEYPAD_WAIT_SECONDS = 0.3

LINE_USER = "smartnumbers"
"""Whom the second carrier knows, by a password: the endpoint, and the user name of the registration."""

CARRIER = "carrier"
"""The endpoint that places calls."""

_MEDIA = """\
disallow=all
allow=alaw,ulaw
direct_media=no
rtp_symmetric=yes
dtmf_mode=rfc4733
send_connected_line=no
"""


def extensions(*, sounds: Path) -> str:
    """The text of extensions.conf; `sounds` is the folder of the phones' WAV files."""
    return f"""\
[phones]
exten => _a.,1,Ringing()
 same => n,Wait(${{EXTEN:1:3}})
 same => n,Answer()
 same => n,Set(TIMEOUT(absolute)=${{EXTEN:4:4}})
 same => n,Goto(p${{EXTEN:8}},1)
exten => pnone,1,Wait(36000)
 same => n,Hangup()
exten => pecho,1,Echo()
 same => n,Hangup()
exten => pkeys,1,Read(KEYS,,0,,1,{KEYS_PAUSE_SECONDS})
 same => n,GotoIf($["${{KEYS}}" = ""]?pkeys,1)
 same => n,SendDTMF(${{KEYS}},150ms)
 same => n,Goto(pkeys,1)
exten => _p.,1,Playback({sounds}/${{EXTEN:1}})
 same => n,Wait(0.5)
 same => n,Goto(1)
exten => _r.,1,GotoIf($[${{EXTEN:1:3}} = 0]?refuse)
 same => n,Ringing()
 same => n,Wait(${{EXTEN:1:3}})
 same => n(refuse),PJSIPHangup(${{EXTEN:4:3}})
exten => _k.,1,Ringing()
 same => n,Wait(${{EXTEN:1:3}})
 same => n,Answer()
 same => n,Set(PRESSES=${{EXTEN:4}})
 same => n,Goto(pressing,s,1)
exten => ring-on,1,Ringing()
 same => n,Wait({RING_ON_SECONDS})
 same => n,PJSIPHangup(480)
exten => trying,1,Wait({RING_ON_SECONDS})
 same => n,PJSIPHangup(480)

[pressing]
exten => s,1,Set(WAIT=${{SHIFT(PRESSES,_)}})
 same => n,Set(KEYS=${{SHIFT(PRESSES,_)}})
 same => n,GotoIf($["${{KEYS}}" = ""]?speak)
 same => n,Set(TIMEOUT(absolute)=${{WAIT}})
 same => n(speak),Playback({sounds}/speech-de)
 same => n,Wait(0.5)
 same => n,Goto(speak)
exten => T,1,SendDTMF(${{KEYS}},150ms)
 same => n,Goto(s,1)

[{KEYPAD}]
exten => s,1,Answer()
 same => n,Wait({KEYPAD_WAIT_SECONDS})
 same => n,SendDTMF(${{KEYS}},{KEY_GAP_MILLISECONDS}ms,{KEY_MILLISECONDS}ms)
 same => n,Wait({KEYPAD_WAIT_SECONDS})
 same => n,Hangup()

[nothing]
"""


def endpoints(*, host: str, password: str, header: str) -> str:
    """The endpoints for pjsip.conf of an Asterisk that listens on this address.

    `phones` takes every call that comes in, encrypted where that is offered; `line` is the carrier that one has to
    register with, by `password`, and what comes to it bears `header`. `carrier` places calls as a carrier does: the
    caller's number in From and P-Asserted-Identity, a withheld one with "Privacy: id".
    """
    media = _MEDIA + media_lines(host)
    return f"""\
[phones]
type=endpoint
context=phones
identify_by=ip
media_encryption=sdes
media_encryption_optimistic=yes
{media}
[phones6]
type=endpoint
context=phones
identify_by=ip
media_encryption=sdes
media_encryption_optimistic=yes
{_MEDIA}{media_lines("::1")}
[phones6]
type=identify
endpoint=phones6
match=::1
[{LINE_USER}]
type=endpoint
context=phones
identify_by=header,username
auth={LINE_USER}
aors={LINE_USER}
{media}
[{LINE_USER}]
type=identify
endpoint={LINE_USER}
match_header={header}
[{LINE_USER}]
type=auth
username={LINE_USER}
password={password}
[{LINE_USER}]
type=aor
max_contacts=1
remove_existing=yes
[phones]
type=identify
endpoint=phones
match=0.0.0.0/0
[{CARRIER}]
type=endpoint
context=nothing
identify_by=ip
trust_id_outbound=yes
send_pai=yes
{media}"""
