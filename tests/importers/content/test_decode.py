"""Bytes to text: what is in no Unicode, or in none that says so, is told by its letters; a damaged byte spoils no others."""

from __future__ import annotations

import pytest

from reader.importers.content.decode import binary_format, decode

TEXTS = {
    "ru": "Портовая хроника\n\nМоре стояло высоко в том году, и никто в гавани не записал этого, кроме одного смотрителя.",
    "pl": "Przystań i morze\n\nMorze stało wysoko tamtego roku i nikt tego nie zapisał, oprócz jednego stróża, który żył długo.",
    "cs": "Kronika přístavu\n\nMoře toho roku stálo vysoko a nikdo v přístavu to nezapsal, kromě jednoho starého hlídače.",
    "he": "יומן הנמל\n\nהים עמד גבוה באותה שנה ואיש בנמל לא רשם זאת מלבד שומר אחד שלא היה לו מה לעשות, והוא כתב כל יום.",
    "el": "Το ημερολόγιο του λιμανιού\n\nΗ θάλασσα ήταν ψηλά εκείνη τη χρονιά και κανείς στο λιμάνι δεν το έγραψε.",
    "fr": "Le journal du port\n\nLa mer était haute cette année-là, et personne ne l’a noté, sauf un gardien âgé à l’œil vif.",
    "ja": "港の記録\n\n海はその年高く、誰もそれを書き留めなかった。番人だけが書いた。二つ目の検潮儀はブレストに置かれた。",
    "zh": "港口记录\n\n那一年海水很高，港口里没有人把它写下来，只有一个看守人写了。",
    "ko": "항구 기록\n\n그해 바다는 높았고 항구의 아무도 그것을 적지 않았다.",
    "en": "The harbour’s book\n\nThe sea stood high that year, and nobody wrote it down but one keeper — he had little else to do.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("ru", "cp1251"), ("ru", "koi8_r"), ("pl", "cp1250"), ("cs", "cp1250"), ("he", "cp1255"), ("el", "cp1253"), ("fr", "cp1252"),
     ("ja", "cp932"), ("ja", "euc_jp"), ("zh", "gb18030"), ("ko", "cp949"), ("en", "cp1252")],
)  # fmt: skip
def test_an_encoding_that_nobody_named_is_told_by_the_letters(language: str, encoding: str) -> None:
    data = TEXTS[language].encode(encoding)
    assert decode(data) == TEXTS[language]
    assert binary_format(data) is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize("language", TEXTS)
def test_unicode_is_told_without_a_mark_too(language: str, encoding: str) -> None:
    data = TEXTS[language].encode(encoding)
    assert decode(data) == TEXTS[language]
    assert binary_format(data) is None


def test_a_damaged_byte_spoils_no_others() -> None:
    whole = TEXTS["ru"]
    assert decode(whole[:30].encode() + b"\xff" + whole[30:].encode()) == f"{whole[:30]}\ufffd{whole[30:]}"
    cut = decode(TEXTS["ja"].encode()[:51])
    assert cut.endswith("\ufffd") and TEXTS["ja"].startswith(cut.rstrip("\ufffd"))


def test_what_is_declared_counts_before_a_guess() -> None:
    assert decode("Ωmega".encode("iso8859-7"), "iso-8859-7") == "Ωmega"
    assert decode("Straße".encode("latin-1"), "no-such-encoding") == "Straße"


def test_bytes_without_text_are_no_text() -> None:
    assert binary_format(bytes(range(256)) * 40) == "a binary file"
    assert binary_format(b"\x7fELF" + bytes(3000)) == "a program"
