"""Every foreign format, as its tool writes it: what is read of it, and that one broken entry hides none of the others."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from annotations.errors import ForeignFormat, UnknownName
from annotations.importing import lua
from annotations.importing.foreign import ForeignNote, Reading
from annotations.importing.registry import foreign_names, read_foreign
from annotations.importing.values import color_of, names_of, plain
from annotations.importing.when import time_of
from annotations.source import Name


def read(found: Any, name: str = "auto") -> Reading:
    return read_foreign(found if isinstance(found, str) else json.dumps(found), name)


def brief(notes: tuple[ForeignNote, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.quote, one.note, one.tags) for one in notes]


# W3C

QUOTE = {"type": "TextQuoteSelector", "exact": "no books", "prefix": "keeps ", "suffix": "."}
SINGLE: dict[str, Any] = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://example.org/anno/1",
    "type": "Annotation",
    "motivation": "commenting",
    "created": "2025-03-03T10:00:00Z",
    "body": [
        {"type": "TextualBody", "value": "A remark", "purpose": "commenting"},
        {"type": "TextualBody", "value": "sea", "purpose": "tagging"},
    ],
    "target": {
        "source": "https://example.org/a#top",
        "selector": [{"type": "TextPositionSelector", "start": 4, "end": 12}, QUOTE],
    },
}


def test_a_w3c_annotation() -> None:
    (note,) = read(SINGLE).notes
    assert (note.quote, note.prefix, note.suffix, note.start, note.end) == ("no books", "keeps ", ".", 4, 12)
    assert (note.note, note.tags, note.source.url) == ("A remark", ("sea",), "https://example.org/a")
    assert note.created == datetime(2025, 3, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "shape",
    [
        SINGLE,
        [SINGLE],
        {"type": "AnnotationPage", "items": [SINGLE]},
        {"type": "AnnotationCollection", "total": 1, "first": {"type": "AnnotationPage", "items": [SINGLE]}},
        {
            "type": "AnnotationCollection",
            "first": {"type": ["AnnotationPage"], "items": [SINGLE], "next": "https://example.org/2"},
        },
        {**SINGLE, "@type": "oa:Annotation", "type": "oa:Annotation"},
        {**SINGLE, "target": [SINGLE["target"]]},
        {**SINGLE, "target": {"type": "Choice", "items": [SINGLE["target"]]}},
        {
            **SINGLE,
            "target": {**SINGLE["target"], "selector": {"type": "CssSelector", "value": "p", "refinedBy": QUOTE}},
        },
    ],
)
def test_the_shapes_that_hold_w3c_annotations(shape: Any) -> None:
    (note,) = read(shape).notes
    assert (note.quote, note.note, note.tags) == ("no books", "A remark", ("sea",))


def test_other_bodies_and_targets() -> None:
    bare = {"type": "Annotation", "id": "urn:x:2", "bodyValue": "In short", "target": "https://example.org/b"}
    html = {
        **SINGLE,
        "body": {"type": "TextualBody", "format": "text/html", "value": "<p>One</p><p>T&amp;wo</p><script>x</script>"},
    }
    tagging = {**SINGLE, "motivation": "tagging", "body": {"value": "one tag"}}
    several = {**SINGLE, "target": [SINGLE["target"], "https://example.org/c"]}
    notes = read([bare, html, tagging, several]).notes
    assert [(one.note, one.tags) for one in notes[:3]] == [("In short", ()), ("One\nT&wo", ()), ("", ("one tag",))]
    assert [one.source.url for one in notes[3:]] == ["https://example.org/a", "https://example.org/c"]
    assert len({one.id for one in notes[3:]}) == 2


def test_readiums_set_names_the_book() -> None:
    found = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationSet",
        "about": {"dc:title": "The Sea", "dc:creator": ["Ann Bell"], "dc:date": "1865", "dc:format": "application/epub+zip"},
        "items": [
            {"type": "Annotation", "id": "urn:uuid:1", "target": {"source": "OPS/one.html", "selector": [QUOTE]},
             "body": {"type": "TextualBody", "value": "Ha", "keyword": "teacher", "color": "purple"}},
            {"type": "Annotation", "id": "urn:uuid:2", "motivation": "bookmarking", "target": {"source": "OPS/one.html"}},
            "nonsense",
            {"type": "Annotation", "id": "urn:uuid:3", "target": 7},
        ],
    }  # fmt: skip
    reading = read(found)
    (note,) = reading.notes
    assert (note.note, note.tags, note.color) == ("Ha", ("teacher",), "pink")
    assert (note.source.title, note.source.authors, note.source.url) == ("The Sea", (Name("Bell", "Ann"),), "")
    assert [problem.split(":")[0] for problem in reading.problems] == ["annotation 3"]


# Hypothesis

HYPOTHESIS = {
    "id": "abc",
    "created": "2025-03-03T10:00:00.1+00:00",
    "updated": "2025-03-04T10:00:00+00:00",
    "user": "acct:ann@hypothes.is",
    "uri": "https://example.org/a",
    "text": "A remark",
    "tags": ["sea", "mud"],
    "document": {"title": ["The sea"]},
    "target": [
        {
            "source": "https://example.org/a",
            "selector": [{"type": "TextPositionSelector", "start": 4, "end": 12}, QUOTE],
        }
    ],
}


@pytest.mark.parametrize(
    "wrap",
    [lambda one: {"rows": one, "total": 1}, lambda one: {"annotations": one}, lambda one: one, lambda one: one[0]],
)
def test_hypothesis_json(wrap: Any) -> None:
    (note,) = read(wrap([HYPOTHESIS])).notes
    assert (note.quote, note.prefix, note.note, note.tags, note.utf16) == (
        "no books",
        "keeps ",
        "A remark",
        ("sea", "mud"),
        True,
    )
    assert (note.source.title, note.source.url) == ("The sea", "https://example.org/a")


def test_hypothesis_json_lines_replies_and_page_notes() -> None:
    reply = {
        **HYPOTHESIS,
        "id": "def",
        "user": "acct:carl@x",
        "text": "I doubt it",
        "references": ["abc"],
        "target": [{"source": "x"}],
    }
    page = {**HYPOTHESIS, "id": "ghi", "target": [{"source": "https://example.org/a"}]}
    lines = "\n".join([*(json.dumps(one) for one in (HYPOTHESIS, reply, page)), '{"broken": '])
    reading = read(lines)
    assert [(one.quote, one.note) for one in reading.notes] == [
        ("no books", "A remark\n\ncarl: I doubt it"),
        ("", "A remark"),
    ]
    assert len(reading.problems) == 1


def test_hypothesis_csv() -> None:
    table = (
        "\ufeffCreated at,Author,Page,URL,Group,Type,Quote/description,Comment,Tags\r\n"
        '2025-03-03 10:00:00,ann,,https://example.org/a,Public,Annotation,"no ""books"",\r\nhe wrote",A remark,"sea,mud"\r\n'
        "2025-03-03 10:00:00,carl,,https://example.org/a,Public,Reply,,I doubt it,\r\n"
    )
    reading = read(table)
    assert brief(reading.notes) == [('no "books",\nhe wrote', "A remark", ("sea", "mud")), ("", "carl: I doubt it", ())]
    assert brief(read(table.replace(",ann", "\tann"), "hypothesis").notes)


# Readwise

READWISE = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n"
    '"The sea keeps no books",The Sea,"Ann Bell, Carl Dahl",B00,".mud .two-words Nice",blue,".sea, old",page,3,2025-03-03 10:00:00+00:00,\n'
)


def test_readwise() -> None:
    (note,) = read(READWISE).notes
    assert (note.quote, note.note, note.color) == ("The sea keeps no books", "Nice", "blue")
    assert note.tags == ("sea", "old", "mud", "two-words")
    assert note.source.authors == (Name("Bell", "Ann"), Name("Dahl", "Carl"))
    (other,) = read(
        "Highlight,Title,Author,URL,Note,Location,Date\nWords,T,,https://example.org/a,,1,2025-03-03\n"
    ).notes
    assert (other.source.url, other.created) == ("https://example.org/a", datetime(2025, 3, 3, tzinfo=UTC))


# Kindle


def clipping(meta: str, words: str, title: str = "The Sea (Harbour Series) (Bell, Ann)") -> str:
    return f"\ufeff{title}\r\n- {meta}\r\n\r\n{words}\r\n==========\r\n"


LANGUAGES = [
    ("Your Highlight on page 12 | location 180-185 | Added on Monday, March 3, 2025 10:12:33 PM",
     "Your Note on page 12 | location 185 | Added on Monday, March 3, 2025 10:13:33 PM", 22),
    ("Highlight Loc. 180-85 | Added on Monday, March 3, 2025, 10:12 AM", "Note Loc. 185 | Added on Monday, March 3, 2025, 10:13 AM", 10),
    ("Ihre Markierung auf Seite 12 | Position 180-185 | Hinzugefügt am Montag, 3. März 2025 10:12:33",
     "Ihre Notiz auf Seite 12 | Position 185 | Hinzugefügt am Montag, 3. März 2025 10:13:33", 10),
    ("Votre surlignement sur la page 12 | emplacement 180-185 | Ajouté le lundi 3 mars 2025 10:12:33",
     "Votre note sur la page 12 | emplacement 185 | Ajouté le lundi 3 mars 2025 10:13:33", 10),
    ("La subrayado en la página 12 | posición 180-185 | Añadido el lunes, 3 de marzo de 2025 10:12:33",
     "Mi nota en la página 12 | posición 185 | Añadido el lunes, 3 de marzo de 2025 10:13:33", 10),
    ("La tua evidenziazione a pagina 12 | posizione 180-185 | Aggiunto in data lunedì 3 marzo 2025 10:12:33",
     "La tua nota a pagina 12 | posizione 185 | Aggiunto in data lunedì 3 marzo 2025 10:13:33", 10),
    ("Seu destaque na página 12 | posição 180-185 | Adicionado: segunda-feira, 3 de março de 2025 10:12:33",
     "Sua nota na página 12 | posição 185 | Adicionado: segunda-feira, 3 de março de 2025 10:13:33", 10),
    ("Je markering op pagina 12 | locatie 180-185 | Toegevoegd op maandag 3 maart 2025 10:12:33",
     "Je notitie op pagina 12 | locatie 185 | Toegevoegd op maandag 3 maart 2025 10:13:33", 10),
    ("Ваш выделенный отрывок на странице 12 | Место 180–185 | Добавлено: понедельник, 3 марта 2025 г. в 10:12:33",
     "Ваша заметка на странице 12 | Место 185 | Добавлено: понедельник, 3 марта 2025 г. в 10:13:33", 10),
    ("您在第 12 页（位置 #180-185）的标注 | 添加于 2025年3月3日星期一 上午10:12:33",
     "您在第 12 页（位置 #185）的笔记 | 添加于 2025年3月3日星期一 上午10:13:33", 10),
    ("12ページ|位置No. 180-185のハイライト | 作成日: 2025年3月3日月曜日 10:12:33", "12ページ|位置No. 185のメモ | 作成日: 2025年3月3日月曜日 10:13:33", 10),
    ("12페이지, 위치 180-185의 하이라이트 | 추가됨: 2025년 3월 3일 월요일 오후 10:12:33", "12페이지, 위치 185의 메모 | 추가됨: 2025년 3월 3일 월요일 오후 10:13:33", 22),
    ("Xyzzy 12 | lok 180-185 | Foo, 2025-03-03 10:12:33", "Plugh 12 | lok 185 | Foo, 2025-03-03 10:13:33", 10),
]  # fmt: skip


@pytest.mark.parametrize(("highlight", "remark", "hour"), LANGUAGES)
def test_kindle_in_the_languages_of_its_devices(highlight: str, remark: str, hour: int) -> None:
    reading = read(clipping(highlight, "The sea keeps no books.") + clipping(remark, "Nice."))
    (note,) = reading.notes
    assert (note.quote, note.note) == ("The sea keeps no books.", "Nice.")
    assert (note.source.title, note.source.authors) == ("The Sea (Harbour Series)", (Name("Bell", "Ann"),))
    assert note.created
    assert (note.created.date().isoformat(), note.created.hour, note.created.minute) == ("2025-03-03", hour, 12)
    assert not reading.problems


def test_kindle_keeps_the_widest_and_passes_over_what_is_broken() -> None:
    at = "| Added on Monday, March 3, 2025 10:12:33 PM"
    text = (
        clipping(f"Your Highlight on location 10-11 {at}", "keeps no")
        + clipping(f"Your Highlight on location 10-12 {at}", "The sea keeps no books.")
        + clipping(f"Your Bookmark on location 40 {at}", "")
        + "Only a title\r\n==========\r\n"
        + clipping(f"Your Note on location 900 {at}", "On no highlight")
        + clipping(f"Your Highlight on location 50-51 {at}", "<You have reached the clipping limit for this item>")
        + clipping(f"Your Highlight on page 3 {at}", "Another.", title="A file name without author")
    )
    reading = read(text)
    assert brief(reading.notes) == [
        ("The sea keeps no books.", "", ()),
        ("", "On no highlight", ()),
        ("Another.", "", ()),
    ]
    assert reading.problems == ("clipping 4: has no line with its place",)


# KOReader

LUA = r"""-- we can read Lua syntax here!
return {
    ["annotations"] = {
        [1] = {
            ["chapter"] = "One", ["color"] = "cyan", ["datetime"] = "2025-03-03 10:00:00", ["drawer"] = "lighten",
            ["note"] = "A \"remark\"\
on two lines", ["page"] = "/body/DocFragment[3]", ["pos0"] = "/body", ["pos1"] = "/body", ["text"] = "The sea keeps no books \226\128\148",
        },
        [2] = { ["datetime"] = "2025-03-03 10:00:00", ["page"] = "/body", ["text"] = "in One" },
        [3] = "broken",
    },
    ["doc_props"] = { ["authors"] = "Ann Bell\nCarl Dahl", ["title"] = "The Sea", },
    ["percent_finished"] = 0.5,
    stats = { pages = 0x10, [ [[highlights]] ] = -1, },
}
"""
OLD_LUA = """return {
    ["bookmarks"] = { [1] = { ["datetime"] = "2020-03-03 10:00:00", ["highlighted"] = true, ["notes"] = "The sea", ["text"] = "A remark" },
                      [2] = { ["datetime"] = "2020-03-03 11:00:00", ["text"] = "Page 4 Mud @ 2020-03-03 11:00:00" } },
    ["highlight"] = { [4] = { [1] = { ["datetime"] = "2020-03-03 10:00:00", ["drawer"] = "lighten", ["text"] = "The sea" },
                              [2] = { ["datetime"] = "2020-03-03 11:00:00", ["drawer"] = "lighten", ["text"] = "Mud" } } },
    ["doc_path"] = "/mnt/books/The Sea.epub",
}"""


def test_koreader_lua() -> None:
    reading = read(LUA)
    (note,) = reading.notes
    assert (note.quote, note.note, note.color) == ("The sea keeps no books —", 'A "remark"\non two lines', "blue")
    assert (note.source.title, note.source.authors) == ("The Sea", (Name("Bell", "Ann"), Name("Dahl", "Carl")))
    assert len(reading.problems) == 1
    old = read(OLD_LUA)
    assert brief(old.notes) == [("The sea", "A remark", ()), ("Mud", "", ())]
    assert old.notes[0].source.title == "The Sea"


def test_koreader_json() -> None:
    book = {
        "title": "The Sea",
        "author": "Ann Bell",
        "entries": [{"text": "Mud", "note": "Hm", "time": 1741000000, "color": "red"}, 5],
    }
    for shape in (book, {"documents": [book], "created_on": 1}, [book]):
        reading = read(shape)
        assert brief(reading.notes) == [("Mud", "Hm", ())]
        assert len(reading.problems) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [("return {1, 2.5, -3}", [1, 2.5, -3]), ("{a = true, ['b'] = nil; c = {}}", {"a": True, "b": None, "c": {}}),
     ("return 'a\\tb\\z   c\\u{48}\\x41\\065'", "a\tbcHAA"), ("--[==[ ]] ]==] {[3]='x'}", {"3": "x"}), ("{[[long ]\n]]}", ["long ]\n"])],
)  # fmt: skip
def test_lua_tables_as_values(text: str, value: object) -> None:
    assert lua.loads(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "return os.execute('x')",
        "return {f()}",
        "return {",
        "{1 2}",
        "{['a']}",
        "'a",
        "{" * 500,
        "return {} {}",
        "{a == 1}",
        "{'\\999'}",
        "",
        "return 1 + 1",
    ],
)
def test_lua_that_is_no_table_of_literals_is_refused_and_never_run(text: str) -> None:
    with pytest.raises(lua.LuaError, match="line 1"):
        lua.loads(text)


# calibre


def test_calibre() -> None:
    entry = {"book_id": 3, "type": "highlight", "uuid": "u", "highlighted_text": "Mud", "notes": "Hm", "timestamp": "2025-03-03T10:00:00.000Z",
             "style": {"kind": "color", "type": "builtin", "which": "green"}}  # fmt: skip
    gone, mark = {**entry, "removed": True}, {**entry, "type": "bookmark"}
    for shape in (
        {"type": "calibre_annotation_collection", "version": 1, "annotations": [entry, gone, mark, None]},
        {"type": "calibre_highlights", "version": 1, "highlights": [entry, None]},
        {"annotations": [{"book_id": 3, "annotation": entry}, 4]},
    ):
        reading = read(shape)
        assert [(one.quote, one.note, one.color, one.group) for one in reading.notes] == [
            ("Mud", "Hm", "green", "calibre:3")
        ]
        assert len(reading.problems) == 1


# Zotero

MARKED = (
    '<p><span class="highlight" data-annotation="%7B%22annotationKey%22%3A%22K1%22%2C%22color%22%3A%22%235fb236%22%7D"><span>“The sea”</span></span> '
    '<span class="citation" data-citation="x">(<span class="citation-item">Bell, 2025</span>)</span> so it is</p>'
)


def test_zotero() -> None:
    own = {"annotationType": "highlight", "annotationText": "Mud", "annotationComment": "Hm", "annotationColor": "#ffd400",
           "dateAdded": "2025-03-03T10:00:00Z", "key": "K2", "tags": [{"tag": "sea"}]}  # fmt: skip
    work = {
        "itemType": "book",
        "key": "W",
        "title": "The Sea",
        "creators": [{"firstName": "Ann", "lastName": "Bell", "creatorType": "author"}],
    }
    nested = {"items": [{**work, "attachments": [{"annotations": [own, 3]}], "notes": [{"note": MARKED}]}]}
    flat = [
        {"key": "W", "data": work},
        {"key": "A", "data": {"itemType": "attachment", "key": "A", "parentItem": "W"}},
        {"key": "K2", "data": {"itemType": "annotation", "parentItem": "A", **own}},
    ]
    for shape in (flat, nested):
        note = read(shape).notes[0]
        assert (note.quote, note.note, note.tags, note.color, note.id) == ("Mud", "Hm", ("sea",), "yellow", "zotero:K2")
        assert note.source.title == "The Sea"
    reading = read(nested)
    assert [(one.quote, one.note, one.color) for one in reading.notes[1:]] == [("The sea", "so it is", "green")]
    assert reading.problems == ("entry 2: is no record: 3",)
    csl = [
        {
            "id": "bell2025",
            "type": "book",
            "title": "The Sea",
            "annote": "“The sea” — so it is\n\n“Mud”\n\nOn the whole",
            "note": "tex.x: 1",
        }
    ]
    assert brief(read(csl).notes) == [("The sea", "so it is", ()), ("Mud", "", ()), ("", "On the whole", ())]


# What is none


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Just words.",
        "{}",
        "[]",
        "[1, 2]",
        '{"a": ',
        "a,b\n1,2\n",
        "<html></html>",
        "return {}",
        "[" * 5000,
    ],
)
def test_what_holds_no_notes_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ForeignFormat) as refused:
        read_foreign(text)
    assert "\n" not in str(refused.value)


def test_a_format_that_is_named_must_be_it() -> None:
    with pytest.raises(ForeignFormat, match="not Kindle"):
        read(READWISE, "kindle")
    with pytest.raises(UnknownName, match="did you mean kindle"):
        read(READWISE, "kindel")
    assert foreign_names()[0] == "auto"


def test_values() -> None:
    assert [color_of(name) for name in ("Yellow", "#2ea8e5", "purple", "#a28ae5", None, "#aaaaaa", "#f19837", "#5fb236")] == [
        "yellow", "blue", "pink", "pink", "yellow", "yellow", "orange", "green",
    ]  # fmt: skip
    assert [name.display() for name in names_of("Bell, Ann; Carl Dahl & Reuters")] == [
        "Ann Bell",
        "Carl Dahl",
        "Reuters",
    ]
    assert plain("a < b & c") == "a < b & c" or plain("a < b & c").startswith("a")
    assert time_of("2025-03-03") == datetime(2025, 3, 3, tzinfo=UTC)
    assert [time_of(value) for value in ("never", None, 1e30, -1, True)] == [None] * 5
