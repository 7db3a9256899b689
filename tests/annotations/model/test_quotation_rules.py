"""What a quotation may change in a passage, and that it never changes the passage."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.citations import get_style
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import QUOTE_FORMATS, cited_quote
from annotations.exporters.registry import ExportOptions, get_format
from annotations.model.quotation_rules import problem
from annotations.model.selectors import describe
from annotations.model.span import Span
from annotations.storage.file_format import from_dict, to_record
from tests.fakes import NOON, made, source

PASSAGE = 'The minister, who was unable to attend, said: "We shall   see…" and left the room [1] at once.'
words = st.lists(st.sampled_from("alpha beta gamma delta epsilon zeta".split()), min_size=1, max_size=12)


@pytest.mark.parametrize(
    "quotation",
    [
        PASSAGE,
        "The minister … left the room [1] at once.",
        "[A] minister, who was unable to attend, ... left the room",
        "[T]he minister [Kim], who was unable to attend, said: “We shall see…” and left",
        "minister . . . said",
        "the room",
        "[…] left the room […].",
        "The minister, who was unable to attend[ed], said",
    ],
)
def test_what_is_marked_may_change(quotation: str) -> None:
    assert problem(quotation, PASSAGE) == ""


@pytest.mark.parametrize(
    "quotation",
    [
        "",
        " \n ",
        "The ministers … left the room",
        "The minister said",
        "able to attend",
        "The minister … able to attend",
        "left the room … The minister",
        "We shall not see",
        "The minister, who was un… attend",
        "the room [he] liked",
    ],
)
def test_what_is_not_is_refused(quotation: str) -> None:
    assert problem(quotation, PASSAGE)


@given(words, st.data())
def test_any_words_may_be_left_out_with_an_ellipsis(passage: list[str], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(passage), max_size=len(passage)))
    assume(any(kept))
    quotation = " ".join(word if keep else "…" for word, keep in zip(passage, kept, strict=True))
    assert problem(quotation, " ".join(passage)) == ""


@given(words, words)
def test_what_passes_has_only_words_of_the_passage_in_their_order(passage: list[str], wording: list[str]) -> None:
    if problem(" … ".join(wording), " ".join(passage)) == "":
        rest = iter(passage)
        assert all(word in rest for word in wording)
    else:
        rest = iter(passage)
        assert not all(word in rest for word in wording)


def worded() -> Excerpt:
    passage = "She said “no books” were kept, none at all, in the tower."
    annotation = replace(made(), target=describe(passage, Span(0, len(passage)))).quoted_as(
        "She said “no books” were kept … in the [old] tower.", NOON
    )
    return Excerpt(annotation, source(), "para. 2")


def test_the_passage_stays_verbatim_beside_its_wording() -> None:
    annotation = worded().annotation
    assert annotation.target.quote.exact == "She said “no books” were kept, none at all, in the tower."
    assert from_dict(to_record(annotation)) == annotation


def test_a_foreign_word_is_refused_and_a_wording_that_no_longer_fits_is_given_up() -> None:
    with pytest.raises(ValueError, match="not in the passage"):
        worded().annotation.quoted_as("She said three books were kept", NOON)
    other = describe("Quite other words.", Span(0, 18))
    assert worded().annotation.moved_to(other, NOON).quotation == ""


@pytest.mark.parametrize("form", QUOTE_FORMATS)
def test_every_form_quotes_the_wording(form: str) -> None:
    quote = cited_quote(worded(), get_style("apa"), form)
    assert "none at all" not in quote
    assert "old" in quote


@pytest.mark.parametrize("name", ["markdown", "obsidian", "html", "org", "latex", "typst", "csv", "json"])
def test_documents_show_the_wording_and_the_words_of_the_source(name: str) -> None:
    document = get_format(name).render([worded()], ExportOptions(get_style("apa"), NOON, "glossator"))
    assert "none at all" in document
    assert "old" in document
