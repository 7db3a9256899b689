"""What the property tests draw from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from annotations.model.annotation import COLORS, Annotation
from annotations.model.selectors import QuoteSelector, Target
from annotations.model.span import Span
from reader.text.cleaning import clean_text
from reader.text.layout.layout_pieces import LaidBlock

PIECES = (
    "a", "Word", "reader's", "x" * 30, " ", "  ", "\n", "\n\n", "\t", ". ", "? ", "U.S. ", "“quoted” ", "- ", "—", "[1]",
    "漢字", "かな", "。", "「", "」", "e\u0301", "é", "👩‍👩‍👧", "🇩🇪", "👍🏽", "क्षि", "עברית", "한글", "\u00a0", "i\u0307",
)  # fmt: skip

wild_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
"""Anything that a string can hold but surrogates."""

texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join).map(clean_text)
"""Canonical texts made of what makes layouts go wrong."""


@st.composite
def spans(draw: st.DrawFn, length: int = 1000) -> Span:
    start = draw(st.integers(0, length))
    return Span(start, start + draw(st.integers(0, length)))


@st.composite
def texts_with_blocks(draw: st.DrawFn) -> tuple[str, list[LaidBlock]]:
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    kinds = st.sampled_from(["heading", "quote", "list-item", "code", "table", "boilerplate"])
    return text, [
        LaidBlock(span, draw(kinds), draw(st.integers(0, 3)), draw(st.sampled_from(["", "folded"]))) for span in pairs
    ]


times = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda time: time.replace(tzinfo=UTC))


@st.composite
def any_annotations(draw: st.DrawFn) -> Annotation:
    start = draw(st.integers(0, 10_000))
    quote = draw(wild_text.filter(bool))
    created = draw(times)
    return Annotation(
        id=draw(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=26, max_size=26)),
        article_id=draw(st.sampled_from(["one", "two-articles", "2025-06-30-three"])),
        target=Target(Span(start, start + len(quote)), QuoteSelector(quote, draw(wild_text), draw(wild_text))),
        created=created,
        modified=created + timedelta(seconds=draw(st.integers(0, 1000))),
        note=draw(wild_text),
        tags=tuple(draw(st.lists(wild_text.filter(bool), max_size=3, unique=True))),
        color=draw(st.sampled_from(COLORS)),
        deleted=draw(st.none() | times),
        quotation=draw(wild_text),
        was=draw(
            st.none()
            | st.builds(Target, st.just(Span(0, 3)), st.builds(QuoteSelector, wild_text, wild_text, wild_text))
        ),
    )
