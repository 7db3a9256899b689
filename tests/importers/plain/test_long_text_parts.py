"""A text that is too long for one article comes in parts: nothing of it is lost or said twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.importers.plain import long_text_parts, plain_text
from reader.importers.registry import Registry
from reader.importers.targets import targets
from reader.importers.targets.targets import Intake, parse_here

PARAGRAPHS = [f"Absatz {n}: das Meer stand hoch, «und» niemand schrieb’s auf 🌊 {'.' * (n % 37)}" for n in range(900)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_text, "MAX_ARTICLE_BYTES", 12_000)
    monkeypatch.setattr(long_text_parts, "MAX_ARTICLE_BYTES", 12_000)
    monkeypatch.setattr(long_text_parts, "MAX_PART_BYTES", 5_000)


def read(data: bytes, folder: Path) -> list[targets.Result]:
    (folder / "sea_log.txt").write_bytes(data)
    results = list(Intake(parse_here(Registry())).read(str(folder / "sea_log.txt")))
    piped = list(Intake(parse_here(Registry()), stdin=lambda: data).read("-"))
    assert [one.drafts[0].text for one in piped if one.drafts] == [one.drafts[0].text for one in results if one.drafts]
    return results


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n"])
def test_the_parts_are_the_text_in_order(encoding: str, gap: str, tmp_path: Path) -> None:
    results = read(
        gap.join(["Das Meer", "", *PARAGRAPHS] if gap == "\n" else ["Das Meer", *PARAGRAPHS]).encode(encoding), tmp_path
    )
    assert len(results) > 5 and not any(one.error for one in results)
    drafts = [draft for one in results for draft in one.drafts]
    assert [draft.source.title for draft in drafts] == [
        f"Das Meer, part {n} of {len(drafts)}" for n in range(1, len(drafts) + 1)
    ]
    assert " ".join(draft.text for draft in drafts).split() == " ".join(PARAGRAPHS).split()


def test_no_character_is_cut_in_two_where_there_is_no_better_place(tmp_path: Path) -> None:
    results = read(b"Kurz\n\n" + "水".encode() * 9_001, tmp_path)
    assert "".join(draft.text for one in results for draft in one.drafts) == "水" * 9_001


def test_a_part_without_words_is_passed_over(tmp_path: Path) -> None:
    results = read(b"One\n\nfirst words here" + b"\n" * 20_000 + b"last words here", tmp_path)
    assert [draft.text for one in results for draft in one.drafts] == ["first words here", "last words here"]


def test_a_file_of_one_endless_line_is_refused(tmp_path: Path) -> None:
    (result,) = read(b"word " * 5_000, tmp_path)
    assert "its first line alone is longer" in result.error
