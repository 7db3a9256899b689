"""`gloss echoes` as scripts use it, and the related articles of `gloss show`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import Gloss

TWICE = """Latest news with #Locks


The Harbour Post
14-07-2025
- The Harbour Post
A lock opens
On Monday the minister Olga Marlowe opened the Corvin Lock. Captain Ulver said that the lock had been ten years in the making and would serve the coast for a hundred more. He left.


Coast Weekly
13-07-2025
- Coast Weekly
Ten years for a lock
The Corvin Lock is ready. According to Captain Ulver the lock has been ten years in the making and will serve the coast for a hundred more. Olga Marlowe came too.
"""


@pytest.fixture
def gloss(tmp_path: Path) -> Gloss:
    made = Gloss(tmp_path)
    (tmp_path / "twice.txt").write_text(TWICE)
    made("add", str(tmp_path / "twice.txt"))
    return made


def test_an_articles_echoes_as_json(gloss: Gloss) -> None:
    document = gloss.json("echoes", "a-lock-opens")
    assert list(document) == "article title container date start end text echoes".split()
    (echo,) = document["echoes"]
    assert list(echo) == "article title container date start end text kind score passage parts".split()
    assert (echo["container"], echo["date"], echo["kind"]) == ("Coast Weekly", "2025-07-13", "near")
    shown = gloss.json("show", echo["article"])
    assert shown["text"][echo["start"] : echo["end"]] == echo["text"] == "".join(part["echo"] for part in echo["parts"])
    passage = echo["passage"]
    assert document["text"][passage["start"] : passage["end"]] == passage["text"]
    assert [(part["passage"].strip(), part["echo"].strip()) for part in echo["parts"] if not part["same"]] == [
        ("said that", ""),
        ("had", "has"),
        ("would", "will"),
    ]


def test_a_highlights_echoes_and_a_quotes(gloss: Gloss) -> None:
    made = gloss("highlight", "a-lock-opens", "--quote", "would serve the coast for a hundred more").strip()
    said = gloss("echoes", made)
    assert "serve the coast for a hundred more" in said
    assert "2025-07-13 · Coast Weekly · Ten years for a lock" in said
    assert said == gloss("echoes", "a-lock-opens", "--quote", "would serve the coast for a hundred more")
    assert "Nothing else" in gloss("echoes", "a-lock-opens", "--quote", "He left.")
    assert gloss.json("echoes", "a-lock-opens", "--quote", "He left.")["echoes"] == []


def test_what_differs_is_marked(gloss: Gloss) -> None:
    assert "the lock [-had-] {+has+} been ten years" in gloss("echoes", "a-lock-opens")


def test_what_it_cannot_do_is_one_line(gloss: Gloss) -> None:
    assert "gloss notes" in gloss.fails("echoes", "nothing-like-it")
    assert "not in the text" in gloss.fails("echoes", "a-lock-opens", "--quote", "never said")


def test_the_same_event_by_others_is_named_with_the_article(gloss: Gloss) -> None:
    assert "related: 2025-07-13-ten-years-for-a-lock" in gloss("show", "a-lock-opens")
    (related,) = gloss.json("show", "a-lock-opens")["related"]
    assert (related["article"], related["container"]) == ("2025-07-13-ten-years-for-a-lock", "Coast Weekly")


def test_the_doctor_makes_a_damaged_index_anew(gloss: Gloss) -> None:
    (gloss.home / "echoes.db").write_bytes(b"garbage" * 1000)
    assert "echoes" in gloss.run("doctor").stdout
    assert gloss.run("doctor").returncode == 1
    assert "made anew" in gloss("doctor", "--repair")
    assert len(gloss.json("echoes", "a-lock-opens")["echoes"]) == 1
