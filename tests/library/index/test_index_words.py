"""How texts are cut into words. What is held here stands in people's indexes."""

from __future__ import annotations

from reader.library.index.index_words import CUTTING, TOKENIZER, cut, split, words_of

PROBE = (
    "Ça Ukrainе “it’s” ｆｕｌｌ ﬁne 한국어 ภาษา 漢字かな 👍 naïve_Æther ’`´ ѕсоре İstanbul ß Ł 3½ x² e\u0301 \u00adsoft"
)
CUT = "ca ukraine it s full fine 한 국 어 ภ า ษ า 漢 字 か な 👍 naive æther ѕсоре istanbul ss ł 31 2 x2 e soft"
SPLIT_BY = "unicode61 remove_diacritics 0 categories 'L* M* N* Co So'"


def test_whoever_has_words_cut_otherwise_raises_the_number_that_has_indexes_built_anew() -> None:
    assert (CUTTING, TOKENIZER, " ".join(words_of(PROBE))) == (1, SPLIT_BY, CUT)
    assert words_of(PROBE) == tuple(split(cut(PROBE)))
