"""The product's own Asterisk as a configuration asks for it."""

from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.secrets import secret
from smartnumbers.telephony.asterisk import running
from smartnumbers.telephony.asterisk.instance import Instance
from smartnumbers.telephony.asterisk.switch import switch


def switch_of(*, configuration: Configuration) -> Instance:
    """The switch of a configuration; where that leaves the ARI port open, a free one is chosen."""
    port = configuration.ari.port or running.free_port(host=configuration.ari.host)
    return switch(
        home=configuration.home,
        ari=(configuration.ari.host, port),
        sip=(configuration.sip.host, configuration.sip.port),
        rtp=(configuration.rtp.first, configuration.rtp.last),
        password=secret(folder=configuration.secrets, name="ari"),
        carriers=configuration.carriers,
    )
