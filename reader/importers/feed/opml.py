"""Lists of feeds, as feed readers exchange them (OPML, http://opml.org/spec2.opml): what they name is read instead."""

from __future__ import annotations

import re

from reader.articles.article import Draft
from reader.errors import ImportFailed, Leads

ROOT = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<opml\b", re.I | re.S)
MOST_FEEDS = 2_000


class OPMLImporter:
    """See the module's docstring."""

    name = "opml"

    def recognises(self, data: bytes, name: str) -> float:
        """0.95 for what begins as a list of feeds."""
        return 0.95 if ROOT.match(data[:4_096].lstrip(b"\xef\xbb\xbf")) else 0.0

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """Always Leads, with the addresses of the feeds; ImportFailed where there are none."""
        from defusedxml import DefusedXmlException  # noqa: PLC0415 - only lists of feeds pay
        from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415

        try:
            root = fromstring(data)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise ImportFailed("the list of feeds is no XML that can be read") from error
        addresses = [one.get("xmlUrl") or one.get("xmlurl") or "" for one in root.iter("outline")]
        found = [one.strip() for one in addresses if one.strip().lower().startswith(("http://", "https://"))]
        if not found:
            raise ImportFailed("the list names no feeds")
        raise Leads("it names feeds", list(dict.fromkeys(found))[:MOST_FEEDS])
