"""The layout: pictures of wrapped text, and the laws that hold for any text, width and blocks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.model.span import Span
from reader.text.cleaning import clean_text
from reader.text.layout.layout_pieces import LaidBlock
from reader.text.layout.text_layout import Layout, Row, row_width, shown
from reader.text.unicode.cells import cluster_width
from reader.text.unicode.graphemes import clusters
from tests.strategies import texts_with_blocks

widths = st.integers(1, 40)


def picture(text: str, width: int, blocks: list[LaidBlock] | None = None) -> list[str]:
    layout = Layout(text, width, blocks or [])
    return [" " * row.indent + shown(layout, row) for row in layout.rows()]


def test_words_wrap_at_spaces_and_hyphens() -> None:
    assert picture("The well-known reader wraps words.", 10) == [
        "The well-",
        "known",
        "reader",
        "wraps",
        "words.",
    ]


def test_a_minus_sign_stays_with_its_number() -> None:
    assert picture("it was at -5 degrees", 11) == ["it was at", "-5 degrees"]


def test_long_words_break_between_clusters() -> None:
    assert picture("e\u0301" * 5 + "xyz", 4) == ["e\u0301" * 4, "e\u0301xyz"]


def test_wide_characters_take_two_cells_and_begin_no_row_with_a_full_stop() -> None:
    assert picture("漢字漢字。漢字", 8) == ["漢字漢", "字。漢字"]


def test_no_break_spaces_hold_together() -> None:
    assert picture("costs 10\u00a0000 euros", 11) == ["costs", "10\u00a0000", "euros"]


def test_paragraphs_are_apart_by_one_empty_row_however_many_lines_are() -> None:
    assert picture("one\n\n\n\ntwo\nthree", 10) == ["one", "", "two", "three"]


def test_quotes_and_list_items_hang() -> None:
    text = "- item that wraps\nquote that wraps"
    blocks = [LaidBlock(Span(0, 17), "list-item", 1), LaidBlock(Span(18, 34), "quote")]
    assert picture(text, 9, blocks) == ["- item", "  that", "  wraps", "  quote", "  that", "  wraps"]


def test_a_folded_block_is_one_row_apart_even_in_the_middle_of_a_line() -> None:
    text = "The body ends. read more Gold Oil Sports\nnext"
    blocks = [LaidBlock(Span(0, 14), "paragraph"), LaidBlock(Span(15, 40), "boilerplate", 0, "▸ 6 words")]
    assert picture(text, 20, blocks) == ["The body ends.", "", "▸ 6 words", "next"]


def test_one_enormous_paragraph_is_shown_in_readable_ones() -> None:
    sentence = "This sentence has about sixty characters, give or take a few. "
    rows = picture((sentence * 40).strip(), 70)
    lengths = [len(part) for part in "\n".join(rows).split("\n\n")]
    assert len(lengths) > 4
    assert all(200 <= length <= 700 for length in lengths)
    assert all(part.rstrip().endswith(".") for part in "\n".join(rows).split("\n\n"))


@given(texts_with_blocks(), widths)
def test_rows_join_to_the_text(drawn: tuple[str, list[LaidBlock]], width: int) -> None:
    text, blocks = drawn
    at = 0
    for row in Layout(text, width, blocks).rows():
        assert row.start == at
        assert row.start <= row.end <= row.next
        at = row.next
    assert at == len(text)


@given(texts_with_blocks(), widths)
def test_no_row_is_wider_than_the_column_but_for_a_single_cluster(
    drawn: tuple[str, list[LaidBlock]], width: int
) -> None:
    text, blocks = drawn
    layout = Layout(text, width, blocks)
    for row in layout.rows():
        if row.kind != "fold" and not row.sideways:
            assert row_width(layout, row) <= width or len(list(clusters(text, row.start, row.end))) == 1


@given(texts_with_blocks(), widths)
def test_offset_to_cell_to_offset_is_the_identity_at_clusters(drawn: tuple[str, list[LaidBlock]], width: int) -> None:
    text, blocks = drawn
    layout = Layout(text, width, blocks)
    for row in layout.rows():
        if row.kind in ("gap", "fold"):
            continue
        for cluster in clusters(text, row.start, row.end):
            if cluster_width(cluster.of(text)):
                assert layout.offset_at(row, layout.cell_of(row, cluster.start)) == cluster.start


@given(texts_with_blocks(), widths)
def test_walking_down_and_up_sees_the_same_rows(drawn: tuple[str, list[LaidBlock]], width: int) -> None:
    layout = Layout(drawn[0], width, drawn[1])
    down = list(layout.rows())
    up = [layout.last()]
    while (above := layout.before(up[-1])) is not None:
        up.append(above)
    assert up[::-1] == down


@given(texts_with_blocks(), widths)
def test_every_offset_has_a_row_that_holds_it(drawn: tuple[str, list[LaidBlock]], width: int) -> None:
    text, blocks = drawn
    layout = Layout(text, width, blocks)
    shown_rows = [row for row in layout.rows() if row.kind != "gap"]
    for offset in range(len(text)):
        row = layout.row_of(offset)
        holds = row.start <= offset < row.next
        assert holds or not any(other.start <= offset < other.next for other in shown_rows)


@settings(max_examples=20)
@given(st.integers(20, 100), st.integers(0, 60_000))
def test_a_long_line_obeys_the_same_laws_wherever_one_looks(width: int, offset: int) -> None:
    text = clean_text("One sentence follows another here. 漢字 and é too! " * 1_300)
    layout = Layout(text, width)
    row: Row | None = layout.row_of(offset)
    for _ in range(30):
        assert row is not None
        following = layout.after(row)
        if following is None:
            break
        assert following.start == row.next
        assert row_width(layout, row) <= width
        row = following


@pytest.mark.parametrize("text", ["", "\n", " ", "\t", "\u0301", "\u200d", "a"])
def test_texts_with_next_to_nothing_in_them_have_rows(text: str) -> None:
    layout = Layout(text, 10)
    assert layout.row_of(0) == layout.row_of(5)
    assert "".join(text[row.start : row.next] for row in layout.rows()) == text


def test_looking_ahead_lays_out_what_is_begun_what_lies_beside_and_the_end_and_changes_no_row() -> None:
    text = "\n".join(f"Line {n} of the harbour's book, in which nobody reads." for n in range(2_000))
    layout, plain = Layout(text, 40), Layout(text, 40)
    row = layout.row_of(len(text) // 2)
    steps = 0
    while layout.look_ahead(row):
        steps += 1
    assert steps == 4
    assert list(layout.rows()) == list(plain.rows())
    empty = Layout("", 40)
    assert empty.first() == empty.last()
    assert not empty.look_ahead(empty.first())


class _Torn(str):
    """A text of which a part cannot be read, at first."""

    readable = False

    def __getitem__(self, key: Any) -> str:
        if isinstance(key, slice) and (key.stop or 0) > 4_000 and not self.readable:
            raise OSError("gone")
        return super().__getitem__(key)


def test_rows_that_could_not_be_made_are_made_the_next_time() -> None:
    plain = "\n".join(f"Line {n} of the keeper's book, in which nobody reads." for n in range(100))
    text = _Torn(plain)
    layout = Layout(text, 30)
    with pytest.raises(OSError, match="gone"):
        list(layout.rows())
    with pytest.raises(OSError, match="gone"):
        layout.last()
    text.readable = True
    assert list(layout.rows()) == list(Layout(plain, 30).rows())
