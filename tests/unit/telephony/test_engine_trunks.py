"""What Asterisk is told of the carriers."""

from dataclasses import replace

from smartnumbers.core.routing.carriers import Authentication, Carrier, Codec, Srtp, Transport
from smartnumbers.telephony.asterisk.trunks import carriers_text

ALPHA = Carrier(id=1, name="Alpha", host="192.0.2.1", port=5080, inbound=("192.0.2.0/28", "2001:db8::/32"))
LINE = Carrier(
    id=7, name="Line", host="[2001:db8::9]", transport=Transport.TLS, port=5061, srtp=Srtp.REQUIRED,
    authentication=Authentication.REGISTRATION, user="line7", password="s3;cret", realm="example",
    codecs=(Codec.G722, Codec.OPUS), qualify_seconds=0,
)  # fmt: skip


def objects(*carriers: Carrier) -> dict[tuple[str, str], dict[str, list[str]]]:
    """What the text makes, by type and name, templates put in where they are used."""
    text = carriers_text(carriers=carriers, host="127.0.0.1", host6="::1")
    found: list[tuple[str, dict[str, list[str]]]] = []
    templates: dict[str, dict[str, list[str]]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            name, _, template = line[1:].rstrip(")").partition("]")
            inherited = templates.get(template.lstrip("("), {})
            found.append((name, {key: list(values) for key, values in inherited.items()}))
            if template == "(!":
                templates[name] = found[-1][1]
        else:
            key, _, value = line.partition("=")
            found[-1][1].setdefault(key, []).append(value)
    return {(body["type"][0], name): body for name, body in found if "-common" not in name}


def test_a_carrier_known_by_its_addresses_comes_in_by_them_and_goes_out_by_sixteen_ways() -> None:
    made = objects(ALPHA)

    assert made["identify", "carrier-1"]["match"] == ["192.0.2.0/28", "2001:db8::/32"]
    assert made["endpoint", "carrier-1"]["context"] == ["in"]
    ways = [body for (kind, name), body in made.items() if kind == "endpoint" and name != "carrier-1"]
    assert len(ways) == 16
    assert {body["context"][0] for body in ways} == {"none"}
    assert {body["identify_by"][0] for (kind, _), body in made.items() if kind == "endpoint"} == {"ip"}
    assert made["aor", "carrier-1"]["contact"] == ["sip:192.0.2.1:5080"]
    assert made["aor", "carrier-1"]["qualify_frequency"] == ["30"]
    assert not [kind for kind, _ in made if kind in ("registration", "auth")]


def test_a_carrier_we_register_with_is_told_user_and_password() -> None:
    made = objects(LINE)

    (proof,) = made["registration", "carrier-7"]["outbound_auth"]
    assert made["auth", proof]["username"] == ["line7"]
    assert made["auth", proof]["password"] == ["s3\\;cret"]
    assert made["auth", proof]["realm"] == ["example"]
    assert made["registration", "carrier-7"]["client_uri"] == ["sip:line7@[2001:db8::9]:5061\\;transport=tls"]
    assert made["registration", "carrier-7"]["line"] == ["yes"]
    assert made["endpoint", "carrier-7-f"]["outbound_auth"] == [proof]
    assert made["endpoint", "carrier-7"]["context"] == ["line"]
    assert not [kind for kind, _ in made if kind == "identify"]


def test_another_password_makes_another_registration() -> None:
    before, after = objects(LINE), objects(replace(LINE, password="another"))

    assert before["registration", "carrier-7"] != after["registration", "carrier-7"]
    assert "another" not in str(after["registration", "carrier-7"])


def test_codecs_encryption_and_media_are_the_carriers_own() -> None:
    made = objects(LINE, ALPHA)

    assert made["endpoint", "carrier-7-0"]["allow"] == ["g722,opus"]
    assert made["endpoint", "carrier-7-0"]["media_encryption"] == ["sdes"]
    assert made["endpoint", "carrier-7-0"]["media_address"] == ["::1"]
    assert made["endpoint", "carrier-1-0"]["allow"] == ["alaw,ulaw"]
    assert "media_encryption" not in made["endpoint", "carrier-1-0"]
    assert made["endpoint", "carrier-1-0"]["media_address"] == ["127.0.0.1"]


def test_a_carrier_out_of_use_is_not_there() -> None:
    assert carriers_text(carriers=[replace(ALPHA, in_use=False)], host="127.0.0.1", host6=None) == ""
