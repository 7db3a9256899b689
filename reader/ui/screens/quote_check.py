"""The quotations of a report with what was found about each: the verdict, the source, the words that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textual.content import Content

from reader.services.quote_check import Checked
from reader.text.cleaning import clean_line
from reader.ui.dialogs.picker import Picker
from reader.ui.lists.row_list import Item
from reader.ui.render.theme import Palette
from reader.ui.screens.parallel_passages import DIFFERENT, MISSING, about

GLYPHS = {"verbatim": "✓", "altered": "≠", "missing": "✗"}
WRONG = "!"


def verdict(checked: Checked) -> str:
    """`verbatim`, `altered`, `missing`, or what is wrong beside the words."""
    cited = checked.cited
    if checked.outcome == "verbatim" and cited is not None and cited.wrong:
        return "wrong source" if cited.source is False else "wrong date"
    return "changed since" if checked.changed_since else checked.outcome


def verdicts_screen(name: str, found: Sequence[Checked], palette: Palette) -> Picker:
    """Return a picker of checked quotations, those with problems first, dismissed with the index of the chosen one."""
    order = sorted(range(len(found)), key=lambda n: not found[n].wrong)
    items = [_item(n, found[n]) for n in order]
    counts = Counter[str](each.outcome for each in found)
    said = ", ".join(f"{counts[outcome]} {outcome}" for outcome in GLYPHS if counts[outcome])

    def find(words: str) -> tuple[Sequence[Item], str]:
        wanted = words.casefold()
        return [item for item in items if wanted in f"{item.title} {item.detail}".casefold()], said

    return Picker(
        f"Quotations of {clean_line(name)}",
        find,
        palette,
        preview=lambda value: preview(found[int(value)]),
        doing="go to the passage",
    )


def _item(number: int, checked: Checked) -> Item:
    glyph = GLYPHS[checked.outcome] if checked.outcome != "verbatim" or not checked.wrong else WRONG
    line = f"{checked.quotation.line}: "
    return Item(str(number), verdict(checked), f"{line}{checked.text}", glyph, strong=checked.wrong)


def preview(checked: Checked) -> Content:
    """Return the quotation over its source's words; differences are underlined and in ‹ ›, insertions marked ‸."""
    parts: list[str | tuple[str, str]] = [("Report · ", "dim")]
    found = checked.found
    if found is None:
        return Content.assemble(*parts, clean_line(checked.text), ("\n\nNothing in the library is like it.", "dim"))
    for side in (1, 2):
        if side == 2:
            parts.append((f"\n\nSource · {about(found.entry)}\n", "dim"))
        for part in found.match.parts:
            text = str(part[side])
            said = clean_line(text)
            if part.same:
                parts.append(said + " " * text[-1:].isspace())
            elif part.quoted or part.found:
                parts += [(f"‹{said}›" if said else MISSING, DIFFERENT), " "]
    return Content.assemble(*parts, ("\n\n" + "\n".join(_remarks(checked)), "dim"))


def _remarks(checked: Checked) -> list[str]:
    found, cited, said = checked.found, checked.cited, []
    if found is not None:
        said += [f"{change.kind}: {clean_line(change.text)}" for change in found.match.changes]
        if not found.newest:
            said.append(f"! changed since: it says so in version {found.version} of {found.entry.versions} alone")
    said += [f"notice: {notice.kind}: {clean_line(notice.text)}" for notice in checked.notices]
    if cited is not None and cited.text:
        wrong = "another source" if cited.source is False else "another date"
        said.append(
            f"! cited is {wrong}: {clean_line(cited.text)}" if cited.wrong else f"cited: {clean_line(cited.text)}"
        )
    return said
