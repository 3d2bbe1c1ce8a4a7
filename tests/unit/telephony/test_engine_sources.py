"""The machine's package sources: where its mirror is, in both of apt's formats."""

from pathlib import Path

import pytest

from smartnumbers.telephony.bundles import sources
from smartnumbers.telephony.bundles.sources import MirrorUnknown, Source

BOOKWORM = {"ID": "debian", "VERSION_CODENAME": "bookworm", "PRETTY_NAME": "Debian 12"}
NOBLE = {"ID": "ubuntu", "ID_LIKE": "debian", "VERSION_CODENAME": "noble", "UBUNTU_CODENAME": "noble"}
MINT = {"ID": "linuxmint", "ID_LIKE": "ubuntu debian", "VERSION_CODENAME": "wilma", "UBUNTU_CODENAME": "noble"}


def test_one_line_format_with_options_and_comments() -> None:
    text = """
        # deb http://commented.example/debian bookworm main
        deb-src http://mirror.example/debian bookworm main
        deb [arch=amd64 signed-by=/keys/debian.gpg] http://mirror.example/debian bookworm main contrib # why
    """

    found = sources.one_line(text)

    assert found == [
        Source(
            uris=("http://mirror.example/debian",),
            suites=("bookworm",),
            components=("main", "contrib"),
            options={"Signed-By": "/keys/debian.gpg"},
        )
    ]


def test_deb822_format_with_several_stanzas_comments_and_continued_lines() -> None:
    text = (
        "# the mirror\nTypes: deb deb-src\n# a comment inside\nURIs: http://mirror.example/debian\n"
        "Suites: bookworm\n bookworm-updates\nComponents: main\nSigned-By: /keys/debian.gpg\n"
        "\n\nTypes: deb-src\nURIs: http://sources.example\nSuites: bookworm\nComponents: main\n"
        "\nTypes: deb\nEnabled: no\nURIs: http://off.example\nSuites: bookworm\nComponents: main\n"
    )

    found = sources.deb822(text)

    assert found == [
        Source(
            uris=("http://mirror.example/debian",),
            suites=("bookworm", "bookworm-updates"),
            components=("main",),
            options={"Signed-By": "/keys/debian.gpg"},
        )
    ]


def test_deb822_keeps_a_key_that_stands_inside() -> None:
    text = (
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\n"
        "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----\n"
    )

    (release,) = sources.releases(names=("sid",), sources=sources.deb822(text), about=BOOKWORM)
    again = sources.deb822(release.stanza(architecture="arm64"))

    assert "mQINBF" in again[0].options["Signed-By"]
    assert again[0].suites == ("sid",)


def test_the_mirror_of_the_machine_s_own_release_is_taken_and_no_other_vendor_s(tmp_path: Path) -> None:
    (tmp_path / "sources.list").write_text("deb cdrom:[Debian 12]/ bookworm main\n")
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (parts / "a.list").write_text("deb https://vendor.example/apt cloud-bookworm main\n")
    (parts / "b.sources").write_text(
        "Types: deb\nURIs: http://security.example\nSuites: bookworm-security\nComponents: main\n\n"
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\n"
    )
    (parts / "c.list.save").write_text("deb http://old.example/debian bookworm main\n")

    own, sid = sources.releases(names=("", "sid"), sources=sources.of_machine(apt=tmp_path), about=BOOKWORM)

    assert own.source.uris == sid.source.uris == ("http://mirror.example/debian",)
    assert (own.suite, sid.suite) == ("bookworm", "sid")
    assert sid.stanza(architecture="amd64") == (
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: sid\nComponents: main\nArchitectures: amd64\n"
    )


@pytest.mark.parametrize("about", [NOBLE, MINT], ids=["Ubuntu", "a child of Ubuntu"])
def test_ubuntu_s_asterisk_is_in_universe(about: dict[str, str]) -> None:
    text = "deb http://mirror.example/ubuntu noble main restricted universe\n"

    (own,) = sources.releases(names=("",), sources=sources.one_line(text), about=about)

    assert own.suite == "noble"
    assert own.components == ("main", "universe")


def test_a_machine_without_such_a_mirror_is_told_so() -> None:
    with pytest.raises(MirrorUnknown, match="Debian 12") as refused:
        sources.releases(names=("sid",), sources=[], about=BOOKWORM)

    assert refused.value.code == "mirror-unknown"


def test_sources_that_are_missing_or_broken_are_no_sources(tmp_path: Path) -> None:
    (tmp_path / "sources.list").write_bytes(b"deb\n\xff\xfe\ndeb [\ndeb http://only.example\n")

    assert sources.of_machine(apt=tmp_path) == []
    assert sources.of_machine(apt=tmp_path / "nowhere") == []


def test_what_the_machine_says_of_itself(tmp_path: Path) -> None:
    (tmp_path / "os-release").write_text('ID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n# a comment\n')

    assert sources.system(path=tmp_path / "os-release")["PRETTY_NAME"] == "Debian GNU/Linux 12 (bookworm)"
