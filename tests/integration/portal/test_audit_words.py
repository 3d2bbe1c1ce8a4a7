"""The audit trail is told in words: an action that is written somewhere has some."""

import ast
import re
from pathlib import Path

from smartnumbers import apps
from smartnumbers.portal.operator.actions import ACTIONS

_ACTION = re.compile(r"(accounts|callrecords|calls|carriers|numbers|plans|reporting|tariffbooks)\.[a-z-]+\.[a-z-]+")


def test_every_action_of_the_audit_trail_has_words() -> None:
    written = set()
    for file in Path(apps.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _ACTION.fullmatch(node.value):
                written.add(node.value)

    assert len(written) > 20
    assert written <= set(ACTIONS)
