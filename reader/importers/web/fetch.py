"""Fetching of web addresses: only http and https, limited in time and size, never from a private network.

The connection goes to the numeric address that was checked, so that a name that resolves differently the second time gains
nothing; each redirect is checked again. Certificates are verified. No cookies, scripts or further files are requested.
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

from reader.errors import ImportFailed, NotModified
from reader.importers.targets.targets import Fetched, Validators
from reader.text.cleaning import clean_line

CONNECT_TIMEOUT_S = 10.0
TOTAL_TIMEOUT_S = 30.0
MAX_BYTES = 50_000_000
"""Decompressed bytes of the largest answer."""

MAX_REDIRECTS = 8
CHUNK_BYTES = 65_536
HEADERS = {
    "User-Agent": "glossator (a reader of texts for the terminal)",
    "Accept": "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/epub+zip,"
    "application/pdf;q=0.9,text/*;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip",
}
NOT_MODIFIED = 304
MAX_VALIDATOR = 500
REDIRECT_STATUSES = (301, 302, 303, 307, 308)
UNESCAPED = "!#$%&'()*+,/:;=?@[]~-._"
NAT64 = ipaddress.ip_network("64:ff9b::/96")
PRIVATE_NETWORK = "this address is in a private network, which is not read from (gloss add --allow-private does)"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class _Answer(Struct, frozen=True):
    status: int
    location: str
    fetched: Fetched


def fetch(
    url: str, known: Validators = ("", ""), *, allow_private: bool = False, whole_s: float = TOTAL_TIMEOUT_S
) -> Fetched:
    """Fetch an address. Raise ImportFailed with the reason in half a line.

    `whole_s` limits the time for all redirects together. `known` are the validators of the last fetch: raise NotModified if
    the content has not changed since.
    """
    conditions = _conditions(known)
    deadline = time.monotonic() + whole_s
    for _ in range(MAX_REDIRECTS + 1):
        url = checked_url(url)
        try:
            answer = _ask(url, allow_private, deadline, conditions)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            raise ImportFailed(_reason(error, deadline)) from error
        if answer.status == NOT_MODIFIED and conditions:
            raise NotModified("it is as it was")
        if answer.status not in REDIRECT_STATUSES or not answer.location:
            return _accepted(answer)
        url = urljoin(url, answer.location)
    raise ImportFailed(f"it leads on more than {MAX_REDIRECTS} times without an end")


def _conditions(known: Validators) -> dict[str, str]:
    return {name: value for name, value in zip(("If-None-Match", "If-Modified-Since"), known, strict=True) if value}


def checked_url(url: str) -> str:
    """Return the address in ASCII as it is sent. Raise ImportFailed for one that must not be requested."""
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
    return urlunsplit(
        (parts.scheme.lower(), netloc, quote(parts.path, UNESCAPED) or "/", quote(parts.query, UNESCAPED), "")
    )


def is_public(address: Address) -> bool:
    """Whether an address, and one embedded in it, is globally reachable."""
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in NAT64:
            within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if within is not None:
            return is_public(within)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _addresses(host: str, port: int, deadline: float) -> Sequence[str]:
    """Return the numeric addresses of a host, resolved in a thread because the resolver has no timeout."""
    found: list[str] = []
    failed: list[OSError] = []

    def resolve() -> None:
        try:
            found.extend(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(min(CONNECT_TIMEOUT_S, max(0.1, deadline - time.monotonic())))
    if failed:
        raise failed[0]
    if thread.is_alive() or not found:
        raise TimeoutError
    return list(dict.fromkeys(found))


def _connect(host: str, port: int, allow_private: bool, deadline: float) -> socket.socket:
    """Connect to the first address that answers, unless one of them is private."""
    addresses = _addresses(host, port, deadline)
    if not allow_private and not all(is_public(ipaddress.ip_address(one.partition("%")[0])) for one in addresses):
        raise ImportFailed(PRIVATE_NETWORK)
    last: OSError = TimeoutError()
    for address in addresses[:4]:
        left = min(CONNECT_TIMEOUT_S, deadline - time.monotonic())
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
    with _closed_at(plain, deadline) as hung_up:
        stream = _secured(plain, host) if secure else plain
        connection = http.client.HTTPConnection(host, port)
        connection.sock = stream
        try:
            path = urlunsplit(("", "", parts.path, parts.query, ""))
            connection.request(
                "GET", path, headers={**HEADERS, **conditions, "Host": parts.netloc, "Connection": "close"}
            )
            with closing(connection.getresponse()) as response:
                data = b"" if response.status in REDIRECT_STATUSES else _body(response, deadline)
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
    """Return the value of a header if it can be sent back unchanged, else an empty string."""
    return value if value.isascii() and value.isprintable() and len(value) <= MAX_VALIDATOR else ""


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        import certifi  # noqa: PLC0415 - only on systems without certificates for Python

        context.load_verify_locations(certifi.where())
    return context.wrap_socket(plain, server_hostname=host)


@contextmanager
def _closed_at(stream: socket.socket, deadline: float) -> Iterator[threading.Event]:
    """Shut the connection down at the deadline.

    A server that sends a byte now and then never exceeds the timeout of a single read.
    """
    hung_up = threading.Event()
    watched = stream.dup()  # TLS takes over the stream itself

    def hang_up() -> None:
        hung_up.set()
        with suppress(OSError):  # already closed
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
    """Return the decompressed content, limited to MAX_BYTES."""
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise ImportFailed(f"the server packed it in a way that was not asked for ({clean_line(coding)[:20]})")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if coding != "identity" else None
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(CHUNK_BYTES):
        while chunk:
            part = unpack.decompress(chunk, CHUNK_BYTES * 4) if unpack else chunk
            chunk = unpack.unconsumed_tail if unpack else b""
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                raise ImportFailed(f"it is larger than the {MAX_BYTES // 1_000_000} MB that are read from the web")
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
        return "could not resolve host"
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be reached: {error.strerror.lower()}"
    return "the answer is no HTTP that can be read"
