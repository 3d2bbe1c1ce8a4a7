"""The product's own Asterisk: the ways out to SIP addresses, and a dialplan that hands every call to call control.

The carriers stand in a file of their own (`trunks`), which changes while calls run. There is no endpoint for unknown
senders: who is not one of the carriers is refused by Asterisk itself. Endpoints are found by IP address only, or by
what we ourselves told a carrier at registering, because a name in a From header proves nothing.
"""

from pathlib import Path

from smartnumbers.core.routing.destinations import SipDestination
from smartnumbers.telephony.asterisk.addresses import media_lines
from smartnumbers.telephony.asterisk.instance import Certificate, Instance, Listening
from smartnumbers.telephony.asterisk.owner import directory_for
from smartnumbers.telephony.asterisk.trunks import (
    COMMON_MEDIA,
    IN_CONTEXT,
    LINE_CONTEXT,
    REGISTRANT,
    WAYS,
    carriers_file,
)

NAME = "switch"
APP = "smartnumbers"
ARI_USER = "smartnumbers"
OUT, OUT6, TLS, TLS6 = "out", "out6", "tls", "tls6"
"""The ways out to SIP addresses: plain, to an IPv6 address, by TLS with the sound encrypted where that is taken too."""

# A call that finds no call control (it is being restarted) is held this often for 200 ms, then refused with 503.
_TRIES = 25

_MEDIA = f"disallow=all\nallow=alaw,ulaw\n{COMMON_MEDIA}"
_ENCRYPTED = "media_encryption=sdes\nmedia_encryption_optimistic=yes\n"

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
# What comes to the Contact of a registration bears the number called in its To header only.
_EXTENSIONS = f"""[general]
static=yes
writeprotect=yes
[{IN_CONTEXT}]
exten => _[!-~].{_HAND_OVER}exten => _[!-gi-~]{_HAND_OVER}[{LINE_CONTEXT}]
exten => _{REGISTRANT}.,1,Set(TO=${{PJSIP_HEADER(read,To)}})
 same => n,Set(TO=${{SHIFT(TO,>)}})
 same => n,Set(TO=${{SHIFT(TO,@)}})
 same => n,Goto({IN_CONTEXT},${{POP(TO,:)}},1)
exten => _[!-~].,1,Goto({IN_CONTEXT},${{EXTEN}},1)
exten => _[!-gi-~],1,Goto({IN_CONTEXT},${{EXTEN}},1)
[none]
"""


def way_out(*, destination: SipDestination, digit: int) -> str:
    """The endpoint to dial a SIP address by: `PJSIP/out-7/sip:user@host:port`; `digit` is 0 to 15.

    There are sixteen equal ones of each kind, over which calls spread, as over those of a carrier (`trunks`).
    """
    kinds = (TLS, TLS6) if destination.by_tls else (OUT, OUT6)
    return f"{kinds[destination.by_ipv6]}-{digit:x}"


def prompts_folder(*, home: Path) -> Path:
    """Where files lie that the switch of a data directory can play to callers, whatever user it runs as."""
    return directory_for(home=home, name=NAME) / "sounds" / "prompts"


def recordings_folder(*, home: Path) -> Path:
    """Where the switch of a data directory writes what it records."""
    return directory_for(home=home, name=NAME) / "spool" / "recording"


def dialled(*, destination: SipDestination) -> str:
    """The address that a destination is dialled by.

    A "sips:" one as "sip:…;transport=tls": Asterisk writes a "sip:" Contact into a request to a "sips:" address, and
    whoever keeps to RFC 3261 (section 12.1.1) refuses that with 480 "SIPS Required". It goes by TLS either way.
    """
    if not destination.uri.startswith("sips:"):
        return destination.uri
    return f"sip:{destination.uri.removeprefix('sips:')};transport=tls"


def console(*, home: Path) -> Path:
    """The socket on which the switch of a data directory takes console commands."""
    return directory_for(home=home, name=NAME) / "run" / "asterisk.ctl"


def carriers_of(*, home: Path) -> Path:
    """The file of the carriers of a data directory's switch."""
    return carriers_file(directory=directory_for(home=home, name=NAME))


def switch(
    *, home: Path, ari: tuple[str, int], sip: tuple[str, int], rtp: tuple[int, int], password: str,
    sip6: str | None = None, listening: tuple[Listening, ...] = (), certificate: Certificate | None = None,
) -> Instance:  # fmt: skip
    """The instance of a data directory; addresses are host and port.

    `sip6` is the IPv6 address on which media is received, `listening` where SIP is listened to beside UDP at `sip`.
    """
    directory = directory_for(home=home, name=NAME)
    return Instance(
        name=NAME,
        directory=directory,
        ari_host=ari[0], ari_port=ari[1], ari_user=ARI_USER, ari_password=password, ari_app=APP,
        sip_host=sip[0], sip_port=sip[1],
        rtp_first=rtp[0], rtp_last=rtp[1],
        pjsip=f'{_ways_out(host=sip[0], host6=sip6)}#tryinclude "{carriers_file(directory=directory)}"\n',
        extensions=_EXTENSIONS,
        listening=listening,
        certificate=certificate,
    )  # fmt: skip


def _ways_out(*, host: str, host6: str | None) -> str:
    # Where the machine has no IPv6, a call to such an address fails as one to any other that cannot be reached.
    here, here6 = media_lines(host), media_lines(host6 or host)
    kinds = ((OUT, here), (OUT6, here6), (TLS, _ENCRYPTED + here), (TLS6, _ENCRYPTED + here6))
    return "".join(_way_out(f"{kind}-{digit:x}", _MEDIA + lines) for kind, lines in kinds for digit in range(WAYS))


def _way_out(name: str, media: str) -> str:
    return f"""[{name}]
type=endpoint
context=none
identify_by=ip
trust_id_outbound=no
send_pai=yes
{media}"""
