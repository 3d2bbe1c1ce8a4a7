"""The product's own Asterisk as a configuration asks for it."""

from smartnumbers.entry.certificate import certificate_of
from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.secrets import secret
from smartnumbers.entry.variables import Address
from smartnumbers.telephony.asterisk.instance import Instance, Listening
from smartnumbers.telephony.asterisk.ports import free_port
from smartnumbers.telephony.asterisk.switch import switch


def switch_of(*, configuration: Configuration) -> Instance:
    """The switch of a configuration; where that leaves the ARI port open, a free one is chosen."""
    port = configuration.ari.port or free_port(host=configuration.ari.host)
    return switch(
        home=configuration.home,
        ari=(configuration.ari.host, port),
        sip=(configuration.sip.host, configuration.sip.port),
        rtp=(configuration.rtp.first, configuration.rtp.last),
        password=secret(folder=configuration.secrets, name="ari"),
        sip6=None if configuration.sip6 is None else configuration.sip6.host,
        listening=listening(configuration=configuration),
        certificate=None if configuration.sips is None else certificate_of(configuration=configuration),
    )


def listening(*, configuration: Configuration) -> tuple[Listening, ...]:
    """Where the switch listens to SIP beside UDP: TCP on the same port, TLS, and all of it by IPv6 where that is."""
    sip, sip6, sips = configuration.sip, configuration.sip6, configuration.sips
    wanted = [("tcp", "tcp", sip, "SMARTNUMBERS_SIP")]
    if sips is not None:
        wanted.append(("tls", "tls", sips, "SMARTNUMBERS_SIPS"))
    if sip6 is not None:
        wanted += [(f"{protocol}6", protocol, sip6, "SMARTNUMBERS_SIP6") for protocol in ("udp", "tcp")]
    if sip6 is not None and sips is not None:
        wanted.append(("tls6", "tls", Address(host=sip6.host, port=sips.port), "SMARTNUMBERS_SIP6"))
    return tuple(
        Listening(name=name, protocol=protocol, host=where.host, port=where.port, variable=variable)
        for name, protocol, where, variable in wanted
    )
