"""How Asterisk's bundle is made of the distribution's packages."""

import shutil
from pathlib import Path

from smartnumbers.telephony.asterisk.engine import KIND, OLDEST, Engine, of_bundle
from smartnumbers.telephony.asterisk.modules import MODULES, REQUIRED
from smartnumbers.telephony.bundles import bundle, sources
from smartnumbers.telephony.bundles.archive import PackagesUnavailable

LAYOUT = "2"


def install(*, cache: Path, again: bool = False) -> Engine:
    """The bundled engine, built now unless it is there already: from the machine's own release, else from `sid`.

    Debian's stable releases carry no Asterisk, its unstable one does, and the bundle brings its own C library;
    Ubuntu's releases have it. Raises PackagesUnavailable or MirrorUnknown.
    """
    recipe = bundle.Recipe(
        kind=KIND,
        leading="asterisk",
        packages=("asterisk", "asterisk-modules"),
        acceptable=lambda version: int(version.split(".")[0]) >= OLDEST,
        gather=_gather,
        content=" ".join((LAYOUT, *MODULES)),
    )
    present = bundle.installed(cache=cache, kind=KIND, fingerprint=recipe.fingerprint)
    if present is not None and not again:
        return of_bundle(bundle=present)
    about = sources.system()
    names = ("",) if "ubuntu" in (about.get("ID"), about.get("ID_LIKE")) else ("", "sid")
    releases = sources.releases(names=names, sources=sources.of_machine(), about=about)
    return of_bundle(bundle=bundle.install(cache=cache, recipe=recipe, releases=releases, again=again))


def _gather(root: Path, into: Path) -> list[Path]:
    """Copies the program, the modules and what they read; gives the files whose libraries are needed."""
    found = next(root.glob("usr/lib/*/asterisk/modules"), root / "usr/lib/asterisk/modules")
    lacking = [name for name in REQUIRED if not (found / f"{name}.so").is_file()]
    if lacking:
        raise PackagesUnavailable(f"Asterisk's packages lack the modules {', '.join(lacking)}")
    program, modules, data = into / "bin/asterisk", into / "modules", into / "data"
    modules.mkdir()
    shutil.copy(root / "usr/sbin/asterisk", program)
    for name in MODULES:
        if (found / f"{name}.so").is_file():
            shutil.copy(found / f"{name}.so", modules)
    for folder in ("documentation", "rest-api"):
        shutil.copytree(root / "usr/share/asterisk" / folder, data / folder)
    (data / "static-http").mkdir()
    return [program, *modules.iterdir()]
