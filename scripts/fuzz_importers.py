"""Feed importers with files that are nearly of their format: `scripts/fuzz_importers.py [--guided] [FORMAT|all] [SECONDS] [SEED]`.

Samples are spoiled at random, from a seed, so that a failure can be had again. With --guided the branches of the code guide what
is tried; that needs atheris (`pip install atheris`, which has wheels for CPython on Linux and macOS), and a process for each
format. SECONDS are those of one format. What breaks is kept as `crash-*` or `timeout-*` in the folder at hand. A failure is
anything but drafts that keep the laws of canonical text, or ImportFailed with one line; with --guided also what takes longer than
ten seconds or more than 1.5 GB.
"""

from __future__ import annotations

import logging
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

GUIDING = [
    "reader",
    "annotations",
    "markdown_it",
    "mdit_py_plugins",
    "feedparser",
    "pypdf",
    "trafilatura",
    "zipfile",
    "yaml",
]
"""Packages whose branches count: to instrument all that is loaded takes longer than most runs."""
LAZY = {
    "digest": (),
    "epub": ("zipfile", "defusedxml.ElementTree", "lxml.html"),
    "feed": ("feedparser", "lxml.html"),
    "html": ("trafilatura", "lxml.html"),
    "markdown": ("markdown_it", "mdit_py_plugins.footnote", "yaml", "lxml.html"),
    "opml": ("feedparser", "defusedxml.ElementTree"),
    "pdf": ("pypdf",),
    "text": (),
}
"""What an importer loads when it first reads."""
LONGEST = 200_000

Try = Callable[[bytes, str], None]


def loaded(around: Any) -> tuple[Try, dict[str, list[bytes]], tuple[bytes, ...]]:
    """What tries an input, the samples by format, and the pieces they are spoiled with; imported within `around`."""
    with around:
        from reader.importers.registry import Registry
        from tests.importers.test_fuzz import SAMPLES, TOKENS, lawful_or_refused

        registry = Registry()
        registry.importers  # noqa: B018 - found, and loaded, here

    return lambda content, form: lawful_or_refused(content, form, registry), SAMPLES, TOKENS


def spoil(sample: bytes, tokens: tuple[bytes, ...], rnd: random.Random) -> bytes:
    data = sample
    for _ in range(rnd.choice((1, 2, 4, 8, 30))):
        start = rnd.randint(0, len(data))
        end = min(len(data), start + rnd.choice((0, 1, 4, 40, 400)))
        piece = data[start:end]
        put = rnd.choice((rnd.choice(tokens), rnd.randbytes(rnd.randint(0, 8)), piece * rnd.choice((2, 3, 50)), b""))
        data = data[:start] + put + data[end:]
    return data[:LONGEST]


def at_random(form: str, seconds: float, seed: int) -> bool:
    """Whether all went well."""
    try_one, samples, tokens = loaded(nullcontext())
    rnd = random.Random(seed)
    ends, tried, failed = time.monotonic() + seconds, 0, 0
    slowest = 0.0
    while time.monotonic() < ends:
        content = spoil(rnd.choice(samples[form]), tokens, rnd)
        began = time.process_time()
        try:
            try_one(content, rnd.choice((form, "auto")))
        except Exception:
            failed += 1
            name = Path(f"crash-{form}-{seed}-{tried}")
            name.write_bytes(content)
            print(f"{name}:\n{traceback.format_exc(limit=-3)}")
        slowest = max(slowest, time.process_time() - began)
        tried += 1
    print(f"{form:10} {tried:7} inputs, {failed} failures, slowest {slowest:.2f} s of processor time", flush=True)
    return not failed


def guided(form: str, seconds: float, seed: int) -> bool:
    """The same with atheris, whose fuzzer ends the process that it runs in."""
    command = [sys.executable, __file__, "--within", form, str(seconds), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    lines = done.stderr.splitlines()
    said = [line for line in lines if line.startswith(("Done ", "stat::number_of_executed", "stat::slowest"))]
    print(f"{form:10} {' · '.join(said) or 'ended early'}{'' if done.returncode == 0 else ' · FAILED'}", flush=True)
    if done.returncode:
        print("\n".join([*done.stdout.splitlines()[-20:], *lines[-20:]]), flush=True)
    return done.returncode == 0


def within(form: str, seconds: float, seed: int) -> None:
    """The process of a guided run."""
    import atheris

    around = atheris.instrument_imports(include=GUIDING, enable_loader_override=False)
    try_one, samples, tokens = loaded(around)
    with around:
        for name in LAZY[form]:
            import_module(name)
    with tempfile.TemporaryDirectory() as name:
        corpus, words = Path(name) / "corpus", Path(name) / "words"
        corpus.mkdir()
        for n, sample in enumerate(samples[form]):
            try_one(sample, form)
            (corpus / str(n)).write_bytes(sample)
        words.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in token[:60]) + '"\n' for token in tokens))
        limits = ("-timeout=10", "-rss_limit_mb=1500", f"-max_len={LONGEST}", "-print_final_stats=1")
        options = [f"-max_total_time={int(seconds)}", f"-seed={seed}", f"-dict={words}", *limits, str(corpus)]
        atheris.Setup([sys.argv[0], *options], lambda content: try_one(content, form))
        atheris.Fuzz()


def main() -> int:
    if {"-h", "--help"} & set(sys.argv):
        print(__doc__)
        return 0
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    forms = list(LAZY) if not words or words[0] == "all" else [words[0]]
    seconds = float(words[1]) if len(words) > 1 else 20.0
    seed = int(words[2]) if len(words) > 2 else 1
    logging.disable()  # a library says of each broken file what is wrong with it
    if "--within" in sys.argv:
        within(forms[0], seconds, seed)
        return 0
    if "--guided" in sys.argv:
        try:
            import_module("atheris")
        except ImportError:
            print("--guided needs atheris: pip install atheris", file=sys.stderr)
            return 1
    run = guided if "--guided" in sys.argv else at_random
    return 0 if all([run(form, seconds, seed) for form in forms]) else 1


if __name__ == "__main__":
    sys.exit(main())
