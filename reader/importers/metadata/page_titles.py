"""What a web page is called: the title that it declares, else the one in its head without the site's name.

The rules for titles with separators are those that browsers' reader views share (Mozilla's Readability).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.text.cleaning import clean_line

SEPARATOR = re.compile(r"\s[|\-–—\\/>»]\s")
BEHIND, BEFORE = re.compile(r"\s+[|\-–—\\/>»«·•:]+\s|:\s"), re.compile(r"\s[|\-–—\\/>»«·•]+\s+$|:\s+$")
SIGNS = re.compile(r"\s[|\-–—\\/>»«·•:]+\s")
LONGEST_SITE = 7
"""Words, the separator among them."""
STEPS = re.compile(r"\s[\\/>»]\s")


def page_title(declared: Sequence[str], head: str, headings: Sequence[str]) -> str:
    """The first declared title, else the head's, cut where its end is the site's name, else the first heading."""
    for title in declared:
        if clean_line(title):
            return clean_line(title)
    head = clean_line(head)
    for heading in map(clean_line, headings):
        if heading and _names(heading, head):
            return heading
    cut = _cut(head, [clean_line(each) for each in headings]) if head else ""
    few = len(cut.split()) <= 4
    plain = not STEPS.search(head) or len(cut.split()) != len(SEPARATOR.sub(" ", head).split()) - 1
    if few and plain:
        cut = head
    return cut or next((clean_line(each) for each in headings if clean_line(each)), "")


def _names(heading: str, head: str) -> bool:
    """Whether the head says a heading and, apart from it, one thing about the site or the page: `On tides « Mud and Salt`."""
    before, found, behind = head.partition(heading)
    rest = before + behind
    if not found or " " not in heading or len(rest.split()) > LONGEST_SITE or len(SIGNS.findall(rest)) > 1:
        return False
    return (not before and bool(BEHIND.match(behind))) or (not behind and bool(BEFORE.search(before)))


def site_in(head: str, title: str) -> str:
    """The site's name at the end of a head title that begins with the page's title; empty where there is none."""
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
