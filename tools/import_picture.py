"""Draw what imports what: the packages of smartnumbers, as docs/assets/imports.svg (needs Graphviz's `dot`).

Between the rooms of the house one arrow stands for all imports; inside a room its own packages are drawn. The picture
is made from the code, so it cannot say other than what is.
"""

import subprocess
from pathlib import Path

import grimp

ROOT = "smartnumbers"
STOREYS = (("entry",), ("portal", "api", "jobs"), ("apps",), ("telephony",), ("core",))
DRAWN_INSIDE = ("apps", "telephony", "core")
PICTURE = Path(__file__).resolve().parents[1] / "docs/assets/imports.svg"


def edges(graph: grimp.ImportGraph, packages: list[str]) -> list[tuple[str, str]]:
    """The pairs of packages of which one imports something of the other."""
    return [
        (importer, imported)
        for importer in packages
        for imported in packages
        if importer != imported and graph.direct_import_exists(importer=importer, imported=imported, as_packages=True)
    ]


def short(package: str) -> str:
    """The last word of a package's name."""
    return package.rsplit(".", 1)[-1]


def dot(graph: grimp.ImportGraph) -> str:
    """The picture in Graphviz's language."""
    lines = [
        "digraph {",
        'rankdir=TB; compound=true; newrank=true; fontname="Helvetica"; bgcolor="white"; ranksep=0.45;',
        'node [shape=box, style="rounded,filled", fillcolor="white", color="#7f8b9b", fontsize=11];',
        'node [fontname="Helvetica"];',
        'edge [color="#7f8b9b", arrowsize=0.6];',
    ]
    rooms = [room for storey in STOREYS for room in storey]
    anchors = {}
    for room in rooms:
        inside = sorted(graph.find_children(f"{ROOT}.{room}")) if room in DRAWN_INSIDE else []
        inside = [package for package in inside if graph.find_children(package)]
        lines.append(f'subgraph "cluster_{room}" {{ label="{room}"; style="rounded,filled"; color="#d5dbe5";')
        lines.append('fillcolor="#f4f6f9"; fontsize=13;')
        lines += [f'"{package}" [label="{short(package)}"];' for package in inside or [f"{ROOT}.{room}"]]
        lines += [f'"{importer}" -> "{imported}";' for importer, imported in edges(graph, inside)]
        lines.append("}")
        anchors[room] = (inside or [f"{ROOT}.{room}"])[len(inside) // 2]
    for importer, imported in edges(graph, [f"{ROOT}.{room}" for room in rooms]):
        ends = short(importer), short(imported)
        lines.append(
            f'"{anchors[ends[0]]}" -> "{anchors[ends[1]]}" '
            f'[ltail="cluster_{ends[0]}", lhead="cluster_{ends[1]}", color="#2149c1", penwidth=1.4];'
        )
    return "\n".join([*lines, "}"])


if __name__ == "__main__":
    drawn = subprocess.run(
        ["dot", "-Tsvg"], input=dot(grimp.build_graph(ROOT)), capture_output=True, text=True, check=True
    )
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(drawn.stdout)
