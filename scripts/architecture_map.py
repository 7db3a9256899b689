"""Draw which package imports which into ARCHITECTURE.md: `python scripts/architecture_map.py`.

The drawing is Mermaid, between two markers. A test compares it with the code.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "ARCHITECTURE.md"
PACKAGES = ("annotations", "reader")
MARKERS = re.compile(r"(<!-- map -->\n).*?(<!-- /map -->)", re.DOTALL)


def package_of(module: str) -> str:
    """Return the package that the map shows for a module: `reader.library` for `reader.library.db.schema`."""
    return ".".join(module.split(".")[:2])


def imports_of(path: Path) -> Iterator[str]:
    """Yield the modules of ours that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
            if "." in node.module:
                yield node.module
            else:
                yield from (f"{node.module}.{name.name}" for name in node.names)


def package_imports() -> dict[str, set[str]]:
    """Return for each package those that it imports."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for top in PACKAGES:
        for path in sorted((ROOT / top).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            here = package_of(module)
            if "." not in here or path.name == "__main__.py":
                continue
            found[here] |= {package_of(name) for name in imports_of(path)} - {here}
    return found


def without_shortcuts(imports: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the imports without those that follow from others, so that the drawing can be read."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            for name in imports.get(waiting.pop(), set()) - seen:
                seen.add(name)
                waiting.append(name)
        return seen

    return {
        package: {name for name in names if not any(name in reached(other) for other in names - {name})}
        for package, names in imports.items()
    }


def drawing() -> str:
    """Return the map as Mermaid; an arrow points to what is imported, directly or through another."""
    lines = ["```mermaid", "flowchart TD"]
    imports = without_shortcuts(package_imports())
    for top in PACKAGES[::-1]:
        lines.append(f"  subgraph {top}")
        lines += [
            f"    {name.replace('.', '_')}[{name.split('.')[1]}]" for name in sorted(imports) if name.startswith(top)
        ]
        lines.append("  end")
    for name in sorted(imports):
        lines += [f"  {name.replace('.', '_')} --> {other.replace('.', '_')}" for other in sorted(imports[name])]
    return "\n".join([*lines, "```"])


def with_map(text: str) -> str:
    """Return the page's text with the map made anew."""
    return MARKERS.sub(lambda found: f"{found[1]}{drawing()}\n{found[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(with_map(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
