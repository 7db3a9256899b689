"""Formats of the findings of `gloss verify` for other programs: SARIF 2.1.0 and workflow commands of GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from reader.text.cleaning import clean_line

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
GITHUB_LEVELS = {"error": "error", "note": "notice"}
ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY_ESCAPES = {**ESCAPES, ":": "%3A", ",": "%2C"}


class Finding(Struct, frozen=True):
    """A problem (`level` is `error`) or a notice (`note`) on a quotation; lines and columns from 1, the end exclusive."""

    report: str
    rule: str
    level: str
    message: str
    line: int
    column: int
    end_line: int
    end_column: int


def sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the findings as a SARIF log."""
    rules = [{"id": rule} for rule in sorted({each.rule for each in findings})]
    driver = {"name": "gloss verify", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each) for each in findings],
    }
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(each: Finding) -> dict[str, Any]:
    region = {
        "startLine": each.line,
        "startColumn": each.column,
        "endLine": each.end_line,
        "endColumn": each.end_column,
    }
    place = {"physicalLocation": {"artifactLocation": {"uri": each.report}, "region": region}}
    return {"ruleId": each.rule, "level": each.level, "message": {"text": each.message}, "locations": [place]}


def github(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the findings as workflow commands, a line each."""
    for each in findings:
        name = _escaped(clean_line(each.report), PROPERTY_ESCAPES)
        place = f"file={name},line={each.line},col={each.column},endLine={each.end_line}"
        yield f"::{GITHUB_LEVELS[each.level]} {place}::{_escaped(clean_line(each.message), ESCAPES)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
