"""Taking back steps of editing: what the draft was before each of them, kept in the session of who took it.

Only one's own steps: as soon as somebody else has saved the draft, there is nothing to take back.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from json import dumps, loads
from typing import Any

from django.http import HttpRequest

from smartnumbers.portal.routing.drafting import Drafting

_KEPT = "routing_steps"
_MOST = 20


def remember(request: HttpRequest, *, drafting: Drafting, version: int) -> None:
    """Keep what there was before a step that made this version of the draft."""
    steps = _steps(request, drafting) if can_undo(request, drafting=drafting) else []
    before = None if drafting.draft is None else drafting.document
    kept = b64encode(zlib.compress(dumps(before).encode())).decode()
    _keep(request, drafting, [*steps, kept][-_MOST:], version)


def can_undo(request: HttpRequest, *, drafting: Drafting) -> bool:
    """Whether the last step was this person's own."""
    kept = request.session.get(_KEPT) or {}
    return bool(_steps(request, drafting)) and kept.get("version") == drafting.version


def last(request: HttpRequest, *, drafting: Drafting) -> Mapping[str, Any] | None:
    """The draft as it was before the last step; None where there was none."""
    found: Mapping[str, Any] | None = loads(zlib.decompress(b64decode(_steps(request, drafting)[-1])))
    return found


def undone(request: HttpRequest, *, drafting: Drafting, version: int) -> None:
    """The last step is taken back; the draft has another version now (0: there is none any more)."""
    _keep(request, drafting, _steps(request, drafting)[:-1], version)


def _steps(request: HttpRequest, drafting: Drafting) -> list[str]:
    kept = request.session.get(_KEPT) or {}
    return list(kept["steps"]) if kept.get("number") == drafting.number.number else []


def _keep(request: HttpRequest, drafting: Drafting, steps: list[str], version: int) -> None:
    request.session[_KEPT] = {"number": drafting.number.number, "steps": steps, "version": version}
