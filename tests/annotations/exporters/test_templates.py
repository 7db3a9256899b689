"""Templates: the built-in ones are what the formats write, the user's run in a sandbox that names the line of what is wrong."""

from __future__ import annotations

import sys
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.exporters.excerpt import GROUPS, Excerpt
from annotations.exporters.registry import get_format
from annotations.exporters.template_engine import BUILT_IN, built_in, render_template
from annotations.model.annotation import Annotation
from annotations.model.errors import TemplateFault, UnknownName
from tests.annotations.excerpts import OPTIONS, many, relaxed
from tests.annotations.excerpts import words as hostile_words
from tests.fakes import made, source


def excerpts(*annotations: Annotation) -> list[Excerpt]:
    return [Excerpt(one, source(), "para. 2") for one in annotations or (made(number=1), made(number=2))]


def render(template: str, **options: float) -> str:
    return render_template("mine.j2", template, excerpts(), OPTIONS, {"inner": "({{ title }})"}.get, **options)


@pytest.mark.parametrize("name", BUILT_IN)
@settings(relaxed, max_examples=6, deadline=None)
@given(many, st.sampled_from(GROUPS), st.booleans())
def test_a_built_in_template_as_ones_own_writes_the_same(
    name: str, drawn: list[Excerpt], group: str, sentence: bool
) -> None:
    if sentence:
        drawn = [replace(one, before="Before\nit ", after=" after.") for one in drawn]
    options = replace(OPTIONS, group=group)
    assert render_template("own", built_in(name), drawn, options) == get_format(name).render(drawn, options)
    assert render_template("own", f'{{% extends "{name}" %}}', drawn, options) == get_format(name).render(
        drawn, options
    )


def test_what_a_template_is_given() -> None:
    template = (
        "{{ title }}|{{ date }}|{{ style }}|{% for one in excerpts %}{{ one.passage }} {{ one.citation }} {{ one.tags | join(',') }};{% endfor %}"
        "|{% for article in articles %}{{ article.source.title }} {{ article.excerpts | length }}{% endfor %}"
        "|{% for tag in tags %}{{ tag.name }} {{ tag.count }}{% endfor %}|{% for each in references %}{{ each | html }}{% endfor %}"
    )
    shown = render(template).split("|")
    assert shown[:2] == ["Annotated excerpts", "2026-03-01"]
    assert shown[3] == "words (“Who Measured the Sea First?” 2025, para. 2) a tag;" * 2
    assert shown[4:6] == ["Who measured the sea first? 2", "a tag 2"]
    assert "<i>The Harbour Post</i>" in shown[6]
    assert render('{% include "inner" %}') == "(Annotated excerpts)"


@given(hostile_words)
def test_the_filters_protect_words(text: str) -> None:
    one = excerpts(replace(made(), note=text))
    shown = render_template("x", "{% for one in excerpts %}<{{ one.note | html }}>{% endfor %}", one, OPTIONS)
    assert unescape(shown[1:-1]) == text
    assert "<" not in shown[1:-1]
    script = render_template("x", "{% for one in excerpts %}{{ one.note | json }}{% endfor %}", one, OPTIONS)
    assert "</" not in script


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("one\n{{ nope }}", "mine.j2, line 2: 'nope' is undefined"),
        ("\n\n{{ excerpts[0].nope }}", "mine.j2, line 3: excerpt has no attribute 'nope'"),
        ("{% if %}", "mine.j2, line 1: Expected an expression"),
        ("x\n{{ title | nope }}", "mine.j2, line 2: No filter named 'nope'"),
        ("{{ 1 / 0 }}", "mine.j2, line 1: division by zero"),
        ('\n{% include "/etc/passwd" %}', "mine.j2, line 2: there is no template '/etc/passwd'"),
        ("{{ ''.__class__ }}", "'__class__' of 'str' object is unsafe"),
        ("{{ '{0.__class__}'.format(title) }}", "unsafe"),
        ("{{ excerpts.append(1) }}", "no attribute 'append'"),
        ("{{ cycler.__init__.__globals__ }}", "unsafe"),
        ("{{ 9 ** 9 ** 9 }}", "too large"),
        ("{{ 'x' * 99999 * 99999 }}", "too large"),
        ("{{ [1] * 999999999 }}", "too large"),
        ("{{ 'x' | center(999999999) }}", "too large"),
        ("{{ 'x'.zfill(999999999) }}", "too large"),
        ("{{ '%999999999d' % 1 }}", "one by one"),
        ("{% set n = namespace(x='a' * 99999) %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}", "too l"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", "without end"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "too long"),
        ("{% for a in range(99999) %}{% for b in range(9999) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}", "too long"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_line_that_names_the_template_and_its_own(template: str, message: str) -> None:
    traced = sys.gettrace()
    with pytest.raises(TemplateFault) as fault:
        render(template, longest_s=0.5)
    assert message in str(fault.value)
    assert str(fault.value).startswith("mine.j2")
    assert "\n" not in str(fault.value)
    assert sys.gettrace() is traced


def test_a_fault_in_an_included_template_names_that_one() -> None:
    with pytest.raises(TemplateFault, match="bad, line 2: 'nope'"):
        render_template("mine.j2", '{% include "bad" %}', excerpts(), OPTIONS, {"bad": "\n{{ nope }}"}.get)
    with pytest.raises(UnknownName, match="did you mean markdown"):
        built_in("markdwon")
