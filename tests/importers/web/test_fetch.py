"""The network, with a real server on this machine: what is got, and what is refused, in one line each."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import time
from functools import partial
from http.server import BaseHTTPRequestHandler

import pytest

from reader.errors import ImportFailed
from reader.importers.registry import Registry
from reader.importers.targets.targets import Intake, parse_here
from reader.importers.web.fetch import MAX_BYTES, checked_url, fetch, is_public
from tests.importers.pages import page
from tests.importers.server import serving

HTML = {"Content-Type": "text/html; charset=utf-8"}


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


def test_a_page_is_fetched_through_redirects_and_unpacked() -> None:
    packed = HTML | {"Content-Encoding": "gzip"}
    with serving({"/a": (302, {"Location": "/b"}, b""), "/b": (200, packed, gzip.compress(page()))}) as address:
        fetched = fetch(f"{address}/a#part", allow_private=True)
    assert (fetched.url, fetched.data, fetched.charset) == (f"{address}/b", page(), "utf-8")


def test_the_encoding_that_the_server_names_counts() -> None:
    text = "<html><body><p>" + "Море хранит книги. " * 30
    answer = (200, {"Content-Type": "text/html; charset=koi8-r"}, text.encode("koi8-r"))
    with serving({"/a": answer}) as address:
        intake = Intake(parse_here(Registry()), fetcher=partial(fetch, allow_private=True))
        (result,) = intake.read(f"{address}/a")
    assert result.drafts[0].text.startswith("Море хранит книги.")
    assert result.drafts[0].source.url == f"{address}/a"


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        ({"/a": (404, {}, b"")}, "404 Not Found"),
        ({"/a": (302, {"Location": "/a"}, b"")}, "more than 8 times"),
        ({"/a": (302, {"Location": "file:///etc/hosts"}, b"")}, "only http and https"),
        ({"/a": (200, {"Content-Encoding": "br"}, b"x")}, "was not asked for"),
        ({"/a": (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(MAX_BYTES + 1)))}, "larger than the 50 MB"),
        ({"/a": (200, {"Content-Length": "9"}, b"x")}, "breaks off"),
        ({"/a": (200, {"Content-Encoding": "gzip"}, gzip.compress(page())[:-20])}, "breaks off"),
        ({"/a": drip}, "in time"),
    ],
    ids=["404", "circle", "scheme", "coding", "bomb", "short", "short gzip", "drip"],
)
def test_what_cannot_be_got_is_said_in_a_line(pages: dict, reason: str) -> None:  # type: ignore[type-arg]  # see serving
    with serving(pages) as address, pytest.raises(ImportFailed, match=reason) as failed:
        fetch(f"{address}/a", allow_private=True, whole_s=1.0)
    assert "\n" not in str(failed.value)


def test_private_networks_are_refused_also_where_a_name_leads_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"/a": (200, HTML, page())}) as address:
        for url in (f"{address}/a", address.replace("127.0.0.1", "localhost") + "/a"):
            with pytest.raises(ImportFailed, match="private network"):
                fetch(url)


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    connected: list[tuple[str, int]] = []

    def resolve(host: str, port: int, **kinds: object) -> list[tuple[object, ...]]:
        asked.append(host)
        found = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"  # another answer the second time
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port))]

    def connect(place: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(place)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ImportFailed, match="cannot be reached"):
        fetch("http://rebinding.example/")
    assert (asked, connected) == (["rebinding.example"], [("93.184.216.34", 80)])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        *(
            (each, False)
            for each in "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0".split()
        ),
        *(
            (each, False)
            for each in "224.0.0.1 255.255.255.255 ::1 :: fe80::1 fc00::1 ff02::1 ::ffff:127.0.0.1".split()
        ),
        *((each, False) for each in "64:ff9b::7f00:1 2002:7f00:1:: 2002:a00:1::".split()),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("HTTP://Example.org", "http://example.org/"),
        ("https://exämple.org/ü?q=ä b#part", None),
        ("https://exämple.org/ü?q=ä#part", "https://xn--exmple-cua.org/%C3%BC?q=%C3%A4"),
        ("http://[::1]:80/a%20b", "http://[::1]:80/a%20b"),
        ("http://user:word@example.org/", None),
        ("http://a\r\nHost: b/", None),
        ("http:///a", None),
        ("http://a:99999/", None),
        ("gopher://a/", None),
    ],
)
def test_addresses_are_written_as_servers_read_them(url: str, sent: str | None) -> None:
    if sent is None:
        with pytest.raises(ImportFailed):
            checked_url(url)
    else:
        assert checked_url(url) == sent


def test_a_connection_that_is_not_encrypted_as_it_should_be_is_said() -> None:
    with serving({}) as address, pytest.raises(ImportFailed):
        fetch(address.replace("http:", "https:"), allow_private=True, whole_s=3.0)
