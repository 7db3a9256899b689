"""Pages of our own, made as sites make theirs."""

from __future__ import annotations

PARAGRAPHS = (
    "The first tide gauge of the harbour stood behind the fish market, and was read every hour by whoever had the watch.",
    "Its books are kept in the town hall: forty-one volumes, bound in canvas, each line a time and a height and a name.",
    "Nobody had looked at them for a century when a student of physics asked for the key, and found that it still fitted.",
    "What the books say is simple enough. The sea stands nineteen centimetres higher than it did when they were begun.",
)


def page(body: str = "", head: str = "<title>The keepers of the gauge</title>") -> bytes:
    text = body or "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{head}<style>p {{ color: red }}</style></head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav>"
        f"<main><article><h1>The keepers of the gauge</h1>{text}</article></main>"
        "<footer><p>Imprint · Privacy · Cookies</p></footer><script>alert('never')</script></body></html>"
    ).encode()
