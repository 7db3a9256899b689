"""Excerpts whose words are made of what formats trip over, and the programs that read the formats back."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.citations import get_style
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import ExportOptions, get_format
from annotations.model.selectors import describe
from annotations.model.source import Name, PartialDate, Source
from annotations.model.span import Span
from tests.fakes import NOON, made

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = ExportOptions(get_style("apa"), NOON, "glossator")
SHOWN = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs")), min_size=1, max_size=30
)
NASTY = st.sampled_from(
    ["</script><b>", "=cmd()", "@SUM(A1)", "+1", "-1", "%", "{x}", "}", '"', "“q”", "\\", "# h", "* item", "- list", "1. one", "#+end_quote",
     "[[link]]", "[cite:@x]", "ER  - ", "TY  - BOOK", "a\nER  - \nb", "&amp;", "<!--", "$1$", "~", "^", "_u_", "/i/", "---", "...", "``", "''",
     "#set text()", "*b*", "@ref", ":tag:", "| a |", "漢字", "עברית", "👩‍👩‍👧", "e\u0301", "and", "A and B", "C, D", "\\end{document}", "`c`"]
)  # fmt: skip
words = (
    st.lists(SHOWN | NASTY, min_size=1, max_size=4)
    .map(" ".join)
    .map(lambda text: "\n".join(" ".join(line.split()) for line in text.split("\n")).strip())
)
line = words.map(lambda text: " ".join(text.split()))
tag = line.map(lambda text: " ".join(text.replace(",", " ").lstrip("#").split())).filter(bool)


@st.composite
def excerpts(draw: st.DrawFn) -> Excerpt:
    passage = draw(words)
    annotation = replace(
        made(number=draw(st.integers(1, 10**6))),
        target=describe("x" + passage + "y", Span(1, 1 + len(passage))),
        note=draw(st.just("") | words),
        tags=tuple(draw(st.lists(tag, max_size=2, unique_by=str.casefold))),
    )
    person = st.builds(Name, family=line, given=st.just("Ann")) | st.builds(Name, literal=line)
    issued = st.none() | st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28))
    source = Source(
        title=draw(line),
        kind=draw(st.sampled_from(["news", "webpage", "book", "article-journal"])),
        authors=tuple(draw(st.lists(person, max_size=2))),
        container=draw(st.just("") | line),
        issued=draw(issued),
        url=draw(st.just("") | st.just("https://example.org/a?b=1&c=%20d#e")),
    )
    return Excerpt(annotation, source, draw(st.sampled_from(["", "para. 4"])))


many = st.lists(excerpts(), min_size=1, max_size=3, unique_by=lambda one: one.annotation.id)
relaxed = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def flat(text: str) -> str:
    return " ".join(text.split())


def rendered(name: str, drawn: list[Excerpt]) -> str:
    return get_format(name).render(drawn, OPTIONS)


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pandoc() -> str | None:
    """Return the pandoc of the test extra: what tests expect must not depend on the machine's."""
    if importlib.util.find_spec("pypandoc") is None:
        return None
    import pypandoc

    own = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return str(own) if own.is_file() else None
