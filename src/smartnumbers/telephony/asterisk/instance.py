"""One instance of Asterisk: its folder, its configuration files and the line that starts it."""

import ipaddress
import resource
import shutil
import socket
from dataclasses import dataclass, field
from pathlib import Path

from smartnumbers.telephony.asterisk.engine import Engine
from smartnumbers.telephony.asterisk.modules import MODULES
from smartnumbers.telephony.asterisk.owner import hand_over, owner

MOST_FILES = 65536
"""Open files: a bridged call takes about ten (two sockets for each leg's RTP and RTCP, timers, pipes)."""

# Asterisk warns about each of these files when it is missing; empty ones say that nothing is set.
_EMPTY = (
    "acl", "aeap", "ccss", "cel", "chan_websocket", "cli", "cli_permissions", "codecs", "dnsmgr", "features",
    "pjproject", "pjsip_notify", "res_http_media_cache", "sorcery", "udptl", "websocket_client",
)  # fmt: skip

# Messages inside Asterisk of which nobody here wants one: some thirty for the variables of a call, and at each change
# of a channel the state of its endpoint's device, for which all channels of that endpoint are gone through.
_UNWANTED = (
    "ast_channel_varset_type", "ast_device_state_message_type", "ast_endpoint_state_type",
    "ast_rtp_rtcp_received_type", "ast_rtp_rtcp_sent_type",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """One more place where SIP is listened to: `protocol` is "udp", "tcp" or "tls".

    `variable` is what an error tells the user to change.
    """

    name: str
    protocol: str
    host: str
    port: int
    variable: str = "SMARTNUMBERS_SIP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What TLS shows to others, as PEM text, and the file of authorities by which it judges them, if any."""

    certificate: str
    key: str = field(repr=False)
    authorities: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """What makes one Asterisk different from another.

    `pjsip` holds the endpoints (the transport `udp`, the system and the global section are the same everywhere),
    `extensions` the whole dialplan. `listening` are further transports; those by TLS need a `certificate`.
    `identified_by` is how it is found out who calls, in which order. The two `…_variable` are what an error tells the
    user to change.
    """

    name: str
    directory: Path
    ari_host: str
    ari_port: int
    ari_user: str
    ari_password: str
    ari_app: str
    sip_host: str
    sip_port: int
    rtp_first: int
    rtp_last: int
    pjsip: str
    extensions: str
    listening: tuple[Listening, ...] = ()
    certificate: Certificate | None = None
    identified_by: str = "ip"
    sip_variable: str = "SMARTNUMBERS_SIP"
    ari_variable: str = "SMARTNUMBERS_ARI"

    @property
    def ari_url(self) -> str:
        """Where ARI answers, without a slash at the end."""
        return f"http://{self.ari_host}:{self.ari_port}"

    @property
    def log(self) -> Path:
        """Asterisk's own log: warnings and errors."""
        return self.directory / "log" / "messages"


def write(*, instance: Instance, engine: Engine) -> None:
    """Write the instance's folder anew, readable by nobody but the user that Asterisk will run as."""
    directory = instance.directory
    directory.mkdir(parents=True, exist_ok=True)
    # The parent only has to be walked through, by the other user.
    directory.parent.chmod(directory.parent.stat().st_mode | 0o111)
    shutil.rmtree(directory / "etc", ignore_errors=True)
    for folder in ("etc", "run", "log", "db", "keys/keys", "agi", "spool/recording", "spool/tmp", "sounds"):
        (directory / folder).mkdir(parents=True, exist_ok=True)
    for name, text in _files(instance, engine).items():
        (directory / "etc" / f"{name}.conf").write_text(text)
    if instance.certificate is not None:
        for name, text in (("sip.pem", instance.certificate.certificate), ("sip.key", instance.certificate.key)):
            (directory / "etc" / name).touch(mode=0o600)
            (directory / "etc" / name).write_text(text)
    hand_over(directory=directory, to=owner())


def command(*, instance: Instance, engine: Engine) -> list[str]:
    """The line that starts the instance in the foreground, unprivileged, and ended when the starter dies.

    setpriv (util-linux) gives root's rights away first and asks for the parent's death signal afterwards: changing
    the user would clear it.
    """
    user = owner()
    drop = [] if user is None else [f"--reuid={user.uid}", f"--regid={user.gid}", "--clear-groups"]
    start = ["setpriv", *drop, "--no-new-privs", "--pdeathsig=KILL", "--"]
    return [*start, *engine.command, "-C", str(instance.directory / "etc/asterisk.conf"), "-f", "-n"]


def address(host: str) -> str:
    """The IP address of a host, without brackets: Asterisk binds to addresses, not to names."""
    bare = host.strip("[]")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return str(socket.getaddrinfo(bare, None, type=socket.SOCK_DGRAM)[0][4][0])


def with_port(host: str, port: int) -> str:
    """An address and a port as SIP and Asterisk write them, IPv6 in brackets."""
    bare = address(host)
    return f"[{bare}]:{port}" if ":" in bare else f"{bare}:{port}"


def media_lines(host: str) -> str:
    """What binds an endpoint's RTP to the instance's own address; nothing where it shall listen on all of them."""
    bare = ipaddress.ip_address(address(host))
    family = "rtp_ipv6=yes\n" if bare.version == 6 else ""
    if bare.is_unspecified:
        return family
    return f"media_address={bare}\nbind_rtp_to_media_address=yes\n{family}"


def _files(instance: Instance, engine: Engine) -> dict[str, str]:
    return {
        **dict.fromkeys(_EMPTY, ""),
        "asterisk": _asterisk(instance, engine),
        "modules": _modules(engine),
        "logger": "[general]\ndateformat=%F %T.%3q\n[logfiles]\nmessages => warning,error\n",
        "http": _http(instance),
        "ari": _ari(instance),
        "rtp": _rtp(instance),
        # Call detail records are made for every channel even where nobody stores them.
        "cdr": "[general]\nenable=no\n",
        "stasis": "[declined_message_types]\n" + "".join(f"decline={name}\n" for name in _UNWANTED),
        "pjsip": _pjsip(instance),
        "extensions": instance.extensions,
        "manager": "[general]\nenabled=no\n",
        "indications": _INDICATIONS,
    }


def _asterisk(instance: Instance, engine: Engine) -> str:
    directory = instance.directory
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = MOST_FILES if most == resource.RLIM_INFINITY else min(MOST_FILES, most)
    return f"""[directories]
astetcdir => {directory}/etc
astmoddir => {engine.modules}
astvarlibdir => {directory}/db
astdbdir => {directory}/db
astkeydir => {directory}/keys
astdatadir => {engine.data}
astagidir => {directory}/agi
astspooldir => {directory}/spool
astrundir => {directory}/run
astlogdir => {directory}/log
[options]
transmit_silence = yes
live_dangerously = no
maxfiles = {files}
systemname = {instance.name}
"""


def _modules(engine: Engine) -> str:
    present = [name for name in MODULES if (engine.modules / f"{name}.so").is_file()]
    return "[modules]\nautoload=no\n" + "".join(f"load = {name}.so\n" for name in present)


def _http(instance: Instance) -> str:
    return f"""[general]
servername=
enabled=yes
enable_static=no
enable_status=no
bindaddr={address(instance.ari_host)}
bindport={instance.ari_port}
sessionlimit=2000
session_keep_alive=15000
"""


def _rtp(instance: Instance) -> str:
    # With ICE allowed here, every leg gets a session for it with a list of this machine's addresses, wanted or not:
    # a third of the memory that calls take. Endpoints in browsers would need it.
    return f"""[general]
rtpstart={instance.rtp_first}
rtpend={instance.rtp_last}
strictrtp=yes
icesupport=no
"""


def _ari(instance: Instance) -> str:
    return f"""[general]
enabled=yes
websocket_write_timeout=1000
[{instance.ari_user}]
type=user
read_only=no
password={instance.ari_password}
"""


def _pjsip(instance: Instance) -> str:
    return f"""[global]
type=global
user_agent=Smart Numbers
endpoint_identifier_order={instance.identified_by}
keep_alive_interval=0
ignore_uri_user_options=yes
[system]
type=system
threadpool_initial_size=4
threadpool_auto_increment=4
threadpool_max_size=50
[udp]
type=transport
protocol=udp
bind={with_port(instance.sip_host, instance.sip_port)}
{"".join(_transport(instance, one) for one in instance.listening)}{instance.pjsip}"""


def _transport(instance: Instance, one: Listening) -> str:
    text = f"[{one.name}]\ntype=transport\nprotocol={one.protocol}\nbind={with_port(one.host, one.port)}\n"
    if one.protocol != "tls" or instance.certificate is None:
        return text
    folder, authorities = instance.directory / "etc", instance.certificate.authorities
    # Who has no authorities encrypts, but does not know with whom.
    judging = f"ca_list_file={authorities}\nverify_server=yes\n" if authorities else "verify_server=no\n"
    return f"{text}cert_file={folder}/sip.pem\npriv_key_file={folder}/sip.key\nmethod=tlsv1_2\n{judging}"


_INDICATIONS = """[general]
country=ch
[ch]
description=Switzerland
ringcadence=1000,4000
dial=425
busy=425/500,0/500
ring=425/1000,0/4000
congestion=425/200,0/200
callwaiting=425/200,0/200,425/200,0/4000
dialrecall=!425/100,!0/100,!425/100,!0/100,!425/100,!0/100,425
record=1400/80,0/15000
info=950/330,1400/330,1800/330,0/1000
stutter=425
"""
