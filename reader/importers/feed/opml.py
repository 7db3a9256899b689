"""Lists of feeds as feed readers exchange them (OPML, http://opml.org/spec2.opml); the feeds are imported instead."""

from __future__ import annotations

import re

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from reader.articles.article import Draft
from reader.errors import ImportFailed, TargetList

ROOT = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<opml\b", re.I | re.S)
MAX_FEEDS = 2_000


class OPMLImporter:
    """The importer of lists of feeds."""

    name = "opml"

    def recognises(self, data: bytes, name: str) -> float:
        """Return 0.95 for content that begins as a list of feeds."""
        return 0.95 if ROOT.match(data[:4_096].lstrip(b"\xef\xbb\xbf")) else 0.0

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """Raise TargetList with the addresses of the feeds, or ImportFailed if there are none."""
        try:
            root = fromstring(data)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise ImportFailed("the list of feeds is no XML that can be read") from error
        addresses = [one.get("xmlUrl") or one.get("xmlurl") or "" for one in root.iter("outline")]
        found = [one.strip() for one in addresses if one.strip().lower().startswith(("http://", "https://"))]
        if not found:
            raise ImportFailed("the list names no feeds")
        raise TargetList("it names feeds", list(dict.fromkeys(found))[:MAX_FEEDS])
