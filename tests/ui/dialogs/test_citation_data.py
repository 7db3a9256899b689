"""Citation data in a form: every field, suggestions for the one in hand, errors beside it, citations use it at once."""

from __future__ import annotations

from textual.widgets import Input, Label

from annotations.citations import get_style
from annotations.exporters.quote import QUOTE_FORMATS, bare_reference
from annotations.model.source import Name, PartialDate, Source
from tests.ui.conftest import Open, Reader


def field(reader: Reader, name: str) -> Input:
    return reader.app.screen.query_one(f"#source-{name}", Input)


def shown(reader: Reader, name: str) -> bool:
    return all(node.display for node in field(reader, name).ancestors_with_self)


def text(reader: Reader, name: str) -> str:
    return str(reader.app.screen.query_one(name, Label).content)


def source(reader: Reader) -> Source:
    assert reader.screen.desk.article is not None
    return reader.screen.desk.workspace.library.article(reader.screen.desk.article.id).source


async def test_suggestions_are_gone_through_in_the_field_in_hand(opened: Open) -> None:
    async with opened(article="mud") as reader:
        await reader.press("tab", "i", "tab")
        assert text(reader, "#offer") == "F2: {Reuters} · the agency in the dateline"
        await reader.press("f2")
        assert field(reader, "authors").value == "{Reuters}"
        field(reader, "kind").focus()
        await reader.pilot.pause()
        await reader.press("f2")
        first = field(reader, "kind").value
        await reader.press("f2")
        assert field(reader, "kind").value != first
        await reader.press("escape")
        assert source(reader).authors == ()


async def test_what_is_wrong_is_said_by_its_field_and_nothing_is_lost(opened: Open) -> None:
    async with opened(article="mud") as reader:
        await reader.press("tab", "i")
        field(reader, "issued").value, field(reader, "publisher").value = "30/06/2025", "Harbour Press"
        await reader.press("enter")
        assert text(reader, "#problem").startswith("! Date: not a date")
        assert reader.app.focused is field(reader, "issued")
        field(reader, "issued").value = "2025-06"
        await reader.press("enter")
        assert (source(reader).publisher, source(reader).issued) == ("Harbour Press", PartialDate(2025, 6))


async def test_fields_of_printed_works_come_with_the_kind_and_citations_use_all_at_once(opened: Open) -> None:
    async with opened(article="mud") as reader:
        await reader.press("tab", "i")
        assert not shown(reader, "volume")
        values = {"authors": "Lee, Ann; {Reuters}", "kind": "article-journal", "doi": "10.1000/182", "volume": "7"}
        for name, value in values.items():
            field(reader, name).value = value
        await reader.pilot.pause()
        assert shown(reader, "volume")
        await reader.press("enter")
        await reader.pilot.pause()
        assert source(reader).authors == (Name("Lee", "Ann"), Name(literal="Reuters"))
        reference = bare_reference(source(reader), get_style("apa"), QUOTE_FORMATS[0])
        assert "Lee, A., & Reuters" in reference and "10.1000/182" in reference
