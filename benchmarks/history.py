"""Sentences followed through the git history of a repository of prose.

Each sentence of a file's earliest revision is followed revision by revision, in steps so small that each is easy; then the
whole leap to the newest revision is asked for at once. Where the two disagree, one of them is wrong.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from annotations.anchoring.reanchor import Anchored, relocate
from annotations.model.selectors import describe
from annotations.model.span import Span

PROSE = (".md", ".rst", ".txt", ".org", ".adoc")
MIN_REVISIONS = 5
MAX_REVISIONS = 40
MIN_SENTENCE_CHARACTERS = 25
SENTENCE = re.compile(r"[^\s.!?][^.!?]{20,}?[.!?](?=\s)")


def git(folder: Path, *arguments: str) -> str:
    """Return the output of a git command in a repository, bare or not."""
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def prose_files(folder: Path) -> list[str]:
    """Return the paths of the newest revision that are prose, longest first."""
    rows = git(folder, "ls-tree", "-r", "-l", "HEAD").splitlines()
    found = [(int(row.split()[3]), row.split("\t", 1)[1]) for row in rows if row.split()[3].isdigit()]
    return [path for size, path in sorted(found, reverse=True) if path.endswith(PROSE) and size > 2_000]


def revisions(folder: Path, path: str) -> list[str]:
    """Return the texts of a file from its earliest revision to its newest, at most MAX_REVISIONS, evenly chosen."""
    commits = git(folder, "log", "--format=%H", "--", path).split()[::-1]
    if len(commits) > MAX_REVISIONS:
        last = len(commits) - 1
        commits = [commits[last * n // (MAX_REVISIONS - 1)] for n in range(MAX_REVISIONS)]
    texts: list[str] = []
    for commit in commits:
        try:
            text = git(folder, "show", f"{commit}:{path}")
        except subprocess.CalledProcessError:
            continue
        if not texts or texts[-1] != text:
            texts.append(text)
    return texts


def sentences(text: str) -> Iterator[Span]:
    """Yield the spans of a text's sentences, roughly; enough for a benchmark."""
    for found in SENTENCE.finditer(text):
        if found.end() - found.start() >= MIN_SENTENCE_CHARACTERS:
            yield Span(found.start(), found.end())


def followed(texts: list[str], span: Span) -> Span | None:
    """Return where a span of the first text stands in the last one, step by step, or None where a step loses it."""
    here: Span | None = span
    for old, new in pairwise(texts):
        assert here is not None
        found = relocate(old, describe(old, here), new)
        if not isinstance(found, Anchored):
            return None
        here = found.span
    return here


def report_history(folder: Path, files: int, per_file: int, seed: int) -> None:
    """Print how often the leap agrees with the steps, and each place where it does not."""
    rnd = random.Random(seed)
    counts: Counter[str] = Counter()
    paths = prose_files(folder)
    rnd.shuffle(paths)
    used = 0
    for path in paths:
        texts = revisions(folder, path)
        if len(texts) < MIN_REVISIONS:
            continue
        used += 1
        spans = list(sentences(texts[0]))
        for span in rnd.sample(spans, min(per_file, len(spans))):
            truth = followed(texts, span)
            leap = relocate(texts[0], describe(texts[0], span), texts[-1])
            found = leap.span if isinstance(leap, Anchored) else None
            outcome = verdict(found, truth, texts[-1])
            counts[outcome] += 1
            if outcome in ("wrong", "near"):
                print(f"\n{path}: {outcome}\n  was    {span.of(texts[0])!r}")
                print(
                    f"  steps  {truth.of(texts[-1]) if truth else None!r}\n  leap   {found.of(texts[-1]) if found else None!r}"
                )
        if used == files:
            break
    total = max(1, counts.total())
    print(
        f"\n{used} files, {total} sentences: "
        + ", ".join(f"{name} {100 * n / total:.2f} %" for name, n in counts.most_common())
    )


def verdict(found: Span | None, truth: Span | None, text: str) -> str:
    """Name how the leap compares with the steps."""
    if found is None:
        return "both orphaned" if truth is None else "orphaned by the leap"
    if truth is None:
        return "found by the leap alone"
    if not found.overlaps(truth):
        return "wrong"
    outer, inner = found.union(truth), Span(max(found.start, truth.start), min(found.end, truth.end))
    rest = text[outer.start : inner.start] + text[inner.end : outer.end]
    return "near" if any(char.isalnum() for char in rest) else "right"
