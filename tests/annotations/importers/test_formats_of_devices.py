"""What reading devices and their libraries write (Kindle, KOReader, calibre), and that one broken entry hides none of the others."""

from __future__ import annotations

import pytest

from annotations.importers import lua_literals
from annotations.model.source import Name
from tests.annotations.importers.reading import brief, read

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
    assert lua_literals.loads(text) == value


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
    with pytest.raises(lua_literals.LuaError, match="line 1"):
        lua_literals.loads(text)


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
