"""Feed importers with files that are nearly of their format: `scripts/fuzz_importers.py [--guided] [FORMAT] [SECONDS] [SEED]`.

Samples are spoiled at random, from a seed, so that a failure can be had again; with --guided atheris, which must be installed,
lets the branches of the code guide what is tried. What breaks is kept as `crash-*` files in the folder at hand. A failure is
anything but drafts that keep the laws of canonical text, or ImportFailed with one line.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader.errors import ImportFailed  # noqa: E402 - the checkout is put on the path first
from reader.importers.parsing import parse  # noqa: E402
from reader.importers.registry import Registry  # noqa: E402
from tests.importers.test_fuzz import SAMPLES, TOKENS  # noqa: E402
from tests.importers.test_markup import lawful  # noqa: E402

REGISTRY = Registry()


def try_one(content: bytes, form: str) -> None:
    """Raises what is a failure."""
    try:
        drafts = parse(content, "file", form, REGISTRY)
    except ImportFailed as error:
        assert "\n" not in str(error)
        return
    for draft in drafts:
        lawful(draft.text, draft.blocks, draft.inlines)
        assert draft.source.title


def spoil(sample: bytes, rnd: random.Random) -> bytes:
    data = sample
    for _ in range(rnd.choice((1, 2, 4, 8, 30))):
        start = rnd.randint(0, len(data))
        end = min(len(data), start + rnd.choice((0, 1, 4, 40, 400)))
        piece = data[start:end]
        put = rnd.choice((rnd.choice(TOKENS), rnd.randbytes(rnd.randint(0, 8)), piece * rnd.choice((2, 3, 50)), b""))
        data = data[:start] + put + data[end:]
    return data[:200_000]


def at_random(form: str, seconds: float, seed: int) -> int:
    rnd = random.Random(seed)
    ends, tried, failed = time.monotonic() + seconds, 0, 0
    slowest = 0.0
    while time.monotonic() < ends:
        content = spoil(rnd.choice(SAMPLES[form]), rnd)
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
    print(f"{form:10} {tried:7} inputs, {failed} failures, slowest {slowest:.2f} s of processor time")
    return failed


def guided(form: str, seconds: float) -> None:
    """Fuzz with atheris, which ends the process itself."""
    import atheris

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}"], lambda content: try_one(content, form))
    atheris.Fuzz()


def main() -> int:
    words = [word for word in sys.argv[1:] if word != "--guided"]
    forms = [words[0]] if words else list(SAMPLES)
    seconds = float(words[1]) if len(words) > 1 else 20.0
    seed = int(words[2]) if len(words) > 2 else 1
    if "--guided" in sys.argv:
        guided(forms[0], seconds)
        return 0
    return 1 if sum(at_random(form, seconds, seed) for form in forms) else 0


if __name__ == "__main__":
    sys.exit(main())
