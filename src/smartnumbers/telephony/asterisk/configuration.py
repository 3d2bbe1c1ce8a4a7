"""An instance's folder: its configuration files, and what else Asterisk expects to be there."""

import resource
import shutil

from smartnumbers.telephony.asterisk.addresses import address, with_port
from smartnumbers.telephony.asterisk.engine import Engine
from smartnumbers.telephony.asterisk.instance import Instance, Listening
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
