"""Sentences and displayed paragraphs: pictures of what a reader takes for one."""

from __future__ import annotations

import pytest
from hypothesis import given

from annotations.model.span import Span
from reader.text.segments.display_paragraphs import display_paragraphs
from reader.text.segments.sentences import WINDOW_CODE_POINTS, sentence_at, sentences, sentences_between
from tests.strategies import texts

PICTURES = [
    "Write to desk@site.org. |Mail comes. |See quay.co.uk. |Mail it.",
    "Gestern kam Hrn. Schulz an. |Президент Дж. Кеннеди прибыл.",
    "It began in May. |It ended in June.",
    "Leaders of DPRK,[1] for the second time, met.[2] |Nothing followed.",
    "The Japan-South Korea-U.S. trilateral must speak. |It did.",
    'He said "It is over." |Then he left.',
    "He met J. R. R. Tolkien and George W. Bush. |Then left.",
    "He works at Acme Inc. |He left.",
    "Acme Inc. Chief Executive Tim Cook left. |He said so.",
    "In the U.S. |The law is old.",
    "The U.S. Senate met Dr. Kim of N. Korea. |He left.",
    "It was 5 p.m. |The sun set.",
    "It was 5 p.m. Tuesday. |Next.",
    "He paid $3.5 million… |Why? |No one knows.",
    "It ended.[1] |Then [2] came.",
    "It ended. [1] |Then [2] came.",
    "It ended.[1][2] |Then it came.",
    "“‘No,’ he said. ‘Never!’” |She left.",
    "Was it (he asked?) true. |Yes (indeed.) |So.",
    "Він живе на вул. Хрещатик, буд. 5. |Це в м. Київ. |Див. с. 12. |У 2014 р. почалася війна. |Т. Г. Шевченко народився там.",
    "Війна почалася у 2014 р. |Київ чекав. |Він народився в XIX ст. |Потім зник і т. д. |Усе.",
    "Про це заявив проф. Іваненко. |Додав ім. Шевченка та ін. |Далі тис. грн. пішли.",
    "Он родился в 1990 г. в Москве. |См. стр. 5. |Т. е. это так. |А. С. Пушкин писал и т. д. |Потом умер. |«Он ушёл.» |Да.",
    "Это стоило 5 тыс. руб. |Москва платила. |В г. Москве живут 10 млн. |Дождь.",
    "«Кто там?» — спросил он. |«Никого», — ответили ему. |Он ушёл…  |Тишина.",
    "ذهب د. أحمد إلى المدرسة. |هل عاد؟ |نعم! |قال: «أنا هنا.» |ثم ذهب.",
    "انظر ص. 12 من الكتاب. |وصل في 1990 م. |ثم عاد.",
    "他说：“我来了。” |然后走了。",
    "他说：“我来了。”|然后走了。|“你好吗？”她问。|是的！|真的？",
    "「行きます。」と彼は言った。|本当ですか？|はい。|「明日。」|それで終わった。",
    "本当か？と彼は聞いた。|『やあ！』などと言う。|３．５倍だ。|終わり",
    "“Why now?” Lavrov asked. |Nobody knew.",
    '"Stop!" Mr. Kim shouted. |"Now!" |The crowd left.',
    "See No. 4 and vol. 2 of it. |Done.",
    "He said no. |Kim left.  |The answer was No. |Then silence.",
    "1. Introduction is here. |2. Second point.",
    "Am 3. Oktober 1990 war es so weit. |Im 19. Jahrhundert auch. |Das war z. B. Berlin. |Dr. Müller kam. |Er ging usw. |Danach Ruhe.",
    "M. Dupont est venu. |Mme. Curie aussi. |« Quoi ! » |Il partit.",
    "On Jan. 5 it rained. |It was in Sept. |Then it snowed.",
    "He lived on Main St. |He moved to St. Louis. |John Smith Jr. |The end.",
    "It rose 3.5 percent, to $1.2 bn. |Next came U.S.-led talks.",
    "The keeper left.|Then the sea came.  |See www.Example.Com and Node.Js here.",
    "It was so ... |But then. . . . |He left. |And I… I don't know.",
    "He wrote (see fig. 3). |Then left. |(It was late.) |He slept.",
    '"First sentence. Second sentence." |Third.',
    'They are "reliable partners."[3] |(Source: KCNA, July 3.) |He spoke next.',
    "He left […] and came. |It ended. |[…] Then nothing.",
    "The company, founded by Prof. A. B. Smith, Ph.D. and M. Jones et al. in 1990, died. |Yes.",
    "“We won. Nobody helped us.” |That was all.",
    'Korean grows in Russia. |"A landmark is the work. Our leaders agree."',
    "Approx. 5 people came vs. 10 last time. |OK.",
    "What?! |Really... |Yes.",
    "World War I. |Then World War II. |It ended.",
    "He and I. |We went to Plan B. |Kim left.",
    "Washington, D.C. |He met Rep. Smith (D-Calif.) in Va. |They spoke.",
    "यह पहला है। |यह दूसरा है। |बस॥",
    "यह पहला है।|यह दूसरा है।",
    "“Long.” |‘Short.’ |Then “What?” |“No.”",
    "He asked, “Why?” |Then he left.",
    "the iPhone. |iPads came. |eBay too.",
    "He came to St. Petersburg. |Gen. Lee, Lt. Col. Ray and Sgt. York left at 9 a.m. EST. |They won.",
    "У м. Львів та с. Нове живе п. Олена. |Вона каже: «Так.» |І все.",
    "네. |그래요. |했다. ",
    "Ο Κ. Παπαδόπουλος ήρθε. |Μετά έφυγε.",
    "“He told me, ‘Leave now. Never return.’ I left.” |She paused.",
    "Это был т. н. эксперимент, т. к. рядом. |И. о. министра Иванов ушёл. |Всё.",
    "On 12.07.2025 he left. |v1.2.3 was out. |Prices fell to 3. |Nobody noticed.",
]
"""`|` stands where a sentence begins."""


@pytest.mark.parametrize("picture", PICTURES)
def test_where_sentences_begin(picture: str) -> None:
    text = picture.replace("|", "")
    found = sentences(text, Span(0, len(text)))
    assert [span.of(text) for span in found] == [part.strip() for part in picture.split("|") if part.strip()]


def test_a_long_quotation_is_cut_at_its_sentences_and_a_short_one_is_not() -> None:
    said = "We came when the water was low and we left when it was high again. "
    short, long = f"He wrote: “{said}{said}” Then he slept.", f"He wrote: “{said * 6}” Then he slept."
    assert len(sentences(short, Span(0, len(short)))) == 2
    assert len(sentences(long, Span(0, len(long)))) == 7


@given(texts)
def test_sentences_cover_all_words_in_order_and_touch_no_white_space(text: str) -> None:
    found = sentences(text, Span(0, len(text)))
    assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() and "\n" not in span.of(text) for span in found)


@given(texts)
def test_the_sentence_at_an_offset_is_one_of_the_sentences(text: str) -> None:
    found = sentences(text, Span(0, len(text)))
    for offset in range(len(text)):
        here = sentence_at(text, offset)
        assert not here or here in found
        assert offset not in here or here in found


def test_a_very_long_line_answers_the_same_from_everywhere() -> None:
    line = "One sentence with some words in it. Another one follows! " * 1_000
    assert len(line) > 6 * WINDOW_CODE_POINTS
    found = sentences(line, Span(0, len(line)))
    assert all(sentence_at(line, span.start + 3) == span for span in found[::37])
    assert all(sentences_between(line, Span(span.start, span.end)) == [span] for span in found[::41])
    assert len(found) == 2_000


@given(texts)
def test_displayed_paragraphs_join_to_the_line(text: str) -> None:
    line = Span(0, len(text.replace("\n", " ")))
    pieces = display_paragraphs(text.replace("\n", " ") * 1, line)
    assert [piece.start for piece in pieces] == [0, *[piece.end for piece in pieces[:-1]]]
    assert pieces[-1].end == line.end
