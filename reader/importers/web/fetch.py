"""What stands at an address of the web: http and https alone, within limits of time and size, never from a private network.

The address that is connected to is the one that was checked, so that a name which leads elsewhere the second time gains
nothing; each redirect is checked anew. Certificates are verified. No cookies, scripts or further files are asked for.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from msgspec import Struct

from reader.errors import ImportFailed, Unmodified
from reader.importers.targets.targets import Fetched, Validators
from reader.text.cleaning import clean_line

CONNECT_S = 10.0
WHOLE_S = 30.0
LARGEST = 50_000_000
"""Bytes, unpacked."""
REDIRECTS = 8
CHUNK = 65_536
HEADERS = {
    "User-Agent": "glossator (a reader of texts for the terminal)",
    "Accept": "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/epub+zip,"
    "application/pdf;q=0.9,text/*;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip",
}
NOT_MODIFIED = 304
LONGEST_VALIDATOR = 500
REDIRECTING = (301, 302, 303, 307, 308)
SAFE = "!#$%&'()*+,/:;=?@[]~-._"
NAT64 = ipaddress.ip_network("64:ff9b::/96")
PRIVATE = "this address is in a private network, which is not read from (gloss add --allow-private does)"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class _Answer(Struct, frozen=True):
    status: int
    location: str
    fetched: Fetched


def fetch(url: str, known: Validators = ("", ""), *, allow_private: bool = False, whole_s: float = WHOLE_S) -> Fetched:
    """Get it; ImportFailed says in half a line why that cannot be done. `whole_s` is for all redirects together.

    `known` are the validators of what was read there last; Unmodified where that stands there still.
    """
    conditions = _conditions(known)
    deadline = time.monotonic() + whole_s
    for _ in range(REDIRECTS + 1):
        url = checked(url)
        try:
            answer = _ask(url, allow_private, deadline, conditions)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            raise ImportFailed(_reason(error, deadline)) from error
        if answer.status == NOT_MODIFIED and conditions:
            raise Unmodified("it is as it was")
        if answer.status not in REDIRECTING or not answer.location:
            return _accepted(answer)
        url = urljoin(url, answer.location)
    raise ImportFailed(f"it leads on more than {REDIRECTS} times without an end")


def _conditions(known: Validators) -> dict[str, str]:
    return {name: value for name, value in zip(("If-None-Match", "If-Modified-Since"), known, strict=True) if value}


def checked(url: str) -> str:
    """The address as it is sent: the host in ASCII, other letters escaped; ImportFailed for one that is not to be asked."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as error:
        raise ImportFailed("this is no address that can be asked") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise ImportFailed(f"only http and https are read, not {clean_line(parts.scheme)[:20]}:")
    if not host or any(letter <= " " or letter == "\x7f" for letter in url.strip()):
        raise ImportFailed("this is no address that can be asked")
    if parts.username or parts.password:
        raise ImportFailed("an address with a name or password in it is not asked")
    shown = f"[{host}]" if ":" in host else host
    netloc = f"{shown}:{port}" if port else shown
    return urlunsplit((parts.scheme.lower(), netloc, quote(parts.path, SAFE) or "/", quote(parts.query, SAFE), ""))


def is_public(address: Address) -> bool:
    """Whether an address, and the one that it may carry within it, is reachable from everywhere."""
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in NAT64:
            within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if within is not None:
            return is_public(within)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _addresses(host: str, port: int, deadline: float) -> Sequence[str]:
    """The numeric addresses of a host; asked in a thread, since the resolver takes no limit."""
    found: list[str] = []
    failed: list[OSError] = []

    def resolve() -> None:
        try:
            found.extend(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(min(CONNECT_S, max(0.1, deadline - time.monotonic())))
    if failed:
        raise failed[0]
    if thread.is_alive() or not found:
        raise TimeoutError
    return list(dict.fromkeys(found))


def _connect(host: str, port: int, allow_private: bool, deadline: float) -> socket.socket:
    """A connection to the first address that answers, none of them private."""
    addresses = _addresses(host, port, deadline)
    if not allow_private and not all(is_public(ipaddress.ip_address(one.partition("%")[0])) for one in addresses):
        raise ImportFailed(PRIVATE)
    last: OSError = TimeoutError()
    for address in addresses[:4]:
        left = min(CONNECT_S, deadline - time.monotonic())
        if left <= 0:
            break
        try:
            return socket.create_connection((address, port), timeout=left)
        except OSError as error:
            last = error
    raise last


def _ask(url: str, allow_private: bool, deadline: float, conditions: Mapping[str, str]) -> _Answer:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    plain = _connect(host, port, allow_private, deadline)
    with _cut_off(plain, deadline) as hung_up:
        stream = _secured(plain, host) if secure else plain
        connection = http.client.HTTPConnection(host, port)
        connection.sock = stream
        try:
            path = urlunsplit(("", "", parts.path, parts.query, ""))
            connection.request(
                "GET", path, headers={**HEADERS, **conditions, "Host": parts.netloc, "Connection": "close"}
            )
            with closing(connection.getresponse()) as response:
                data = b"" if response.status in REDIRECTING else _body(response, deadline)
                if hung_up.is_set():
                    raise TimeoutError
                said = response.headers
                etag, modified = (_one_line(said.get(name, "")) for name in ("ETag", "Last-Modified"))
                fetched = Fetched(url, data, said.get_content_charset(""), (etag, modified))
                return _Answer(response.status, said.get("Location", ""), fetched)
        finally:
            connection.close()
            stream.close()


def _one_line(value: str) -> str:
    """A header's value that can be sent back as it is; else nothing."""
    return value if value.isascii() and value.isprintable() and len(value) <= LONGEST_VALIDATOR else ""


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        import certifi  # noqa: PLC0415 - for systems that give Python no certificates; trafilatura brings it

        context.load_verify_locations(certifi.where())
    return context.wrap_socket(plain, server_hostname=host)


@contextmanager
def _cut_off(stream: socket.socket, deadline: float) -> Iterator[threading.Event]:
    """Hang up when the time is over: a server that sends a byte now and then never meets a limit for a single wait."""
    hung_up = threading.Event()
    watched = stream.dup()  # the stream itself is taken over where it is encrypted

    def hang_up() -> None:
        hung_up.set()
        with suppress(OSError):  # it has ended by itself
            watched.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.1, deadline - time.monotonic()), hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield hung_up
    finally:
        timer.cancel()
        watched.close()
        stream.close()


def _body(response: http.client.HTTPResponse, deadline: float) -> bytes:
    """The content, unpacked, up to LARGEST."""
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise ImportFailed(f"the server packed it in a way that was not asked for ({clean_line(coding)[:20]})")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if coding != "identity" else None
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(CHUNK):
        while chunk:
            part = unpack.decompress(chunk, CHUNK * 4) if unpack else chunk
            chunk = unpack.unconsumed_tail if unpack else b""
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise ImportFailed(f"it is larger than the {LARGEST // 1_000_000} MB that are read from the web")
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length or (unpack and not unpack.eof):
        raise ImportFailed("the answer breaks off before its end")
    return b"".join(parts)


def _accepted(answer: _Answer) -> Fetched:
    if answer.status != 200:
        reason = http.client.responses.get(answer.status, "")
        raise ImportFailed(f"the server answers {answer.status} {reason}".strip())
    return answer.fetched


def _reason(error: Exception, deadline: float) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate cannot be trusted: {error.verify_message}"
    if isinstance(error, TimeoutError) or time.monotonic() > deadline:
        return "no whole answer came in time"
    if isinstance(error, socket.gaierror):
        return "no such host is known, or there is no network"
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be reached: {error.strerror.lower()}"
    return "the answer is no HTTP that can be read"
