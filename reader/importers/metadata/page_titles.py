"""The title of a web page: a declared one, else the one in its head without the name of the site.

The rules for titles with separators are those of browsers' reader views (Mozilla's Readability).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.text.cleaning import clean_line

SEPARATOR = re.compile(r"\s[|\-–—\\/>»]\s")
SITE_AFTER, SITE_BEFORE = re.compile(r"\s+[|\-–—\\/>»«·•:]+\s|:\s"), re.compile(r"\s[|\-–—\\/>»«·•]+\s+$|:\s+$")
SITE_SEPARATOR_AT_END = re.compile(r"\s+[|\-–—»«·•]+\s+$")
SITE_AFTER_HEADING = re.compile(r"\s+[|»«·•]+\s+")
"""Signs that part a title of one word from the site; a dash may belong to the title."""

SEPARATOR_SIGNS = re.compile(r"\s[|\-–—\\/>»«·•:]+\s")
MAX_SITE_WORDS = 7
"""Words of the longest site name beside a heading, including the separator."""
BREADCRUMB = re.compile(r"\s[\\/>»]\s")


def page_title(declared: Sequence[str], head: str, headings: Sequence[str], site: str = "") -> str:
    """Return the first declared title, else the head's, both without the site's name, else the first heading."""
    for title in filter(None, map(clean_line, declared)):
        return _without_site(title, clean_line(site))
    head = clean_line(head)
    for heading in map(clean_line, headings):
        if heading and (_is_title_with_site(heading, head) or _begins_title_with_site(heading, head)):
            return heading
    cut = _cut(head, [clean_line(each) for each in headings]) if head else ""
    few = len(cut.split()) <= 4
    plain = not BREADCRUMB.search(head) or len(cut.split()) != len(SEPARATOR.sub(" ", head).split()) - 1
    if few and plain:
        cut = head
    return cut or next((clean_line(each) for each in headings if clean_line(each)), "")


def _is_title_with_site(heading: str, head: str) -> bool:
    """Whether the head is the heading and one short name of the site or section: `On tides « Mud and Salt`."""
    before, found, behind = head.partition(heading)
    rest = before + behind
    if not found or " " not in heading or len(rest.split()) > MAX_SITE_WORDS or len(SEPARATOR_SIGNS.findall(rest)) > 1:
        return False
    return (not before and bool(SITE_AFTER.match(behind))) or (not behind and bool(SITE_BEFORE.search(before)))


def _without_site(title: str, site: str) -> str:
    """Return a title without the declared name of the site and the separator at its end."""
    found = SITE_SEPARATOR_AT_END.search(title[: -len(site)]) if site else None
    return title[: found.start()] if found and found.start() and title.casefold().endswith(site.casefold()) else title


def _begins_title_with_site(heading: str, title: str) -> bool:
    """Whether a title is the heading, a separator and one short name: `Gales | The Site`."""
    rest = title.removeprefix(heading)
    found = SITE_AFTER_HEADING.match(rest) if heading and rest != title else None
    return found is not None and len(rest.split()) <= MAX_SITE_WORDS and not SEPARATOR_SIGNS.search(rest[found.end() :])


def site_in(head: str, title: str) -> str:
    """Return the site's name at the end of a head title that begins with the page's title, or an empty string."""
    head, separators = clean_line(head), list(SEPARATOR.finditer(clean_line(head)))
    if not separators or not head.startswith(title[: separators[-1].start()]):
        return ""
    tail = head[separators[-1].end() :]
    return tail if len(tail.split()) <= 5 else ""


def _cut(head: str, headings: Sequence[str]) -> str:
    separators = list(SEPARATOR.finditer(head))
    if separators:
        cut = head[: separators[-1].start()]
        return cut if len(cut.split()) >= 3 else head[separators[0].end() :]
    if ": " in head and head not in headings:
        after = head.rpartition(":")[2]
        if len(after.split()) < 3:
            after = head.partition(":")[2]
        elif len(head.partition(":")[0].split()) > 5:
            after = head
        return after.strip()
    if not 15 <= len(head) <= 150 and len(headings) == 1:
        return headings[0]
    return head
