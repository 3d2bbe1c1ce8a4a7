"""The product's own Asterisk: the carriers' side, the way out, and a dialplan that hands every call to call control.

There is no endpoint for unknown senders: who is not one of the carriers is refused by Asterisk itself. Endpoints are
found by IP address only, because a name in a From header proves nothing.
"""

from pathlib import Path

from smartnumbers.telephony.asterisk.instance import Instance, media_lines
from smartnumbers.telephony.asterisk.owner import directory_for

NAME = "switch"
APP = "smartnumbers"
ARI_USER = "smartnumbers"
OUTS = tuple(f"out{digit:x}" for digit in range(16))
"""The endpoints to dial out by: `PJSIP/out7/sip:user@host:port`. They are all the same, and calls spread over them.

Asterisk goes through all channels of an endpoint at each change of one of them, so what a call costs grows with the
calls that share its endpoint."""

# A call that finds no call control (it is being restarted) is held this often for 200 ms, then refused with 503.
_TRIES = 25

_MEDIA = """disallow=all
allow=alaw,ulaw
direct_media=no
rtp_symmetric=yes
dtmf_mode=rfc4733
timers=yes
send_connected_line=no
allow_transfer=no
allow_subscribe=no
"""

_HAND_OVER = f""",1(try),Stasis({APP},call,${{CALLERID(pres)}})
 same => n,GotoIf($["${{STASISSTATUS}}"="SUCCESS"]?end)
 same => n,Set(TRIES=$[0${{TRIES}}+1])
 same => n,GotoIf($[${{TRIES}}>{_TRIES}]?refuse)
 same => n,Wait(0.2)
 same => n,Goto(try)
 same => n(refuse),Hangup(42)
 same => n(end),Hangup()
"""

# Whatever is dialled goes to call control, which records that no such number exists. Only a lone "h" does not: that
# is the extension where Asterisk itself sends a channel after its hang-up, and it must not come round a second time.
_EXTENSIONS = f"""[general]
static=yes
writeprotect=yes
[in]
exten => _[!-~].{_HAND_OVER}exten => _[!-gi-~]{_HAND_OVER}[none]
"""


def prompts_folder(*, home: Path) -> Path:
    """Where files lie that the switch of a data directory can play to callers, whatever user it runs as."""
    return directory_for(home=home, name=NAME) / "sounds" / "prompts"


def recordings_folder(*, home: Path) -> Path:
    """Where the switch of a data directory writes what it records."""
    return directory_for(home=home, name=NAME) / "spool" / "recording"


def switch(
    *, home: Path, ari: tuple[str, int], sip: tuple[str, int], rtp: tuple[int, int], password: str,
    carriers: tuple[str, ...],
) -> Instance:  # fmt: skip
    """The instance of a data directory; addresses are host and port, `carriers` IP addresses or networks."""
    return Instance(
        name=NAME,
        directory=directory_for(home=home, name=NAME),
        ari_host=ari[0], ari_port=ari[1], ari_user=ARI_USER, ari_password=password, ari_app=APP,
        sip_host=sip[0], sip_port=sip[1],
        rtp_first=rtp[0], rtp_last=rtp[1],
        pjsip=_endpoints(host=sip[0], carriers=carriers),
        extensions=_EXTENSIONS,
    )  # fmt: skip


def _endpoints(*, host: str, carriers: tuple[str, ...]) -> str:
    media = _MEDIA + media_lines(host)
    return f"""[carrier]
type=endpoint
context=in
identify_by=ip
trust_id_inbound=yes
{media}[carrier-addresses]
type=identify
endpoint=carrier
match={",".join(carriers)}
{"".join(_way_out(name, media) for name in OUTS)}"""


def _way_out(name: str, media: str) -> str:
    return f"""[{name}]
type=endpoint
context=none
identify_by=ip
trust_id_outbound=no
send_pai=yes
{media}"""
