"""Line_Break classes of Unicode's characters (UAX #14, table 1), where other properties do not imply them.

The ranges are hexadecimal, from Unicode 16's LineBreak.txt; historic scripts beyond the Basic Multilingual Plane follow
from the properties. AI, SG and XX count as AL, CJ as NS, SA as AL or CM, and the Brahmic classes as AL and CM (LB1).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from operator import itemgetter

RANGES_BY_CLASS = {
    "AL": "70f 1b50-1b59 2061-2064 23e9-23ec 25fd-25fe 2648-2653 2693 26a1 26aa-26ab 26ce 2705 2728 274c 274e "
    "2753-2755 2757 2795-2797 27b0 27bf 2b1b-2b1c 2b50 2b55 a9d0-a9d9 aa50-aa59 1f18e 1f191-1f19a "
    "1f3b5-1f3b6 1f3bc 1f4a0 1f4a2 1f4a4 1f4af 1f4b1-1f4b2 1f500-1f506 1f517-1f524 1f532-1f53d",
    "B2": "2014 2e3a-2e3b",
    "BA": "9 7c ad 58a 5be 964-965 e5a-e5b f0b f34 f7f f85 fbe-fbf fd2 104a-104b 1361 1400 1680 16eb-16ed "
    "1735-1736 17d4-17d5 17d8 17da 1804-1805 1b5a-1b5b 1b5d-1b60 1b7d-1b7e 1c3b-1c3f 1c7e-1c7f 2000-2006 "
    "2008-200a 2010 2012-2013 2027 2056 2058-205b 205d-205f 2cfa-2cfc 2cff 2d70 2e0e-2e15 2e17 2e19 "
    "2e2a-2e2d 2e30-2e31 2e33-2e34 2e3c-2e3e 2e40-2e41 2e43-2e4a 2e4c 2e4e-2e4f 2e5d 3000 a4fe-a4ff a60d "
    "a60f a6f3-a6f7 a8ce-a8cf a92e-a92f a9c7-a9c9 a9cf aa40-aa42 aa44-aa4b aa5d-aa5f aaf0-aaf1 abeb",
    "BB": "b4 2c8 2cc 2df c77 c84 f01-f04 f06-f07 f09-f0a fd0-fd1 fd3 1806 1ffd a874-a875 a8fc",
    "BK": "a-d 85 2028-2029",
    "CB": "fffc",
    "CL": "3001-3002 fe10-fe12 fe50 fe52 ff0c ff0e ff61 ff64",
    "CM": "3035",
    "CP": "29 5d 2e56 2e58 2e5a 2e5c",
    "EB": "261d 26f9 270a-270d 1f385 1f3c2-1f3c4 1f3c7 1f3ca-1f3cc 1f442-1f443 1f446-1f450 1f466-1f478 1f47c "
    "1f481-1f483 1f485-1f487 1f48f 1f491 1f4aa 1f574-1f575 1f57a 1f590 1f595-1f596 1f645-1f647 "
    "1f64b-1f64f 1f6a3 1f6b4-1f6b6 1f6c0 1f6cc 1f90c 1f90f 1f918-1f91f 1f926 1f930-1f939 1f93c-1f93e "
    "1f977 1f9b5-1f9b6 1f9b8-1f9b9 1f9bb 1f9cd-1f9cf 1f9d1-1f9dd 1fac3-1fac5 1faf0-1faf6",
    "EM": "1f3fb-1f3ff",
    "EX": "21 3f 5c6 61b 61d-61f 6d4 7f9 f0d-f11 f14 1802-1803 1808-1809 1944-1945 2762-2763 2cf9 2cfe 2e2e "
    "2e53-2e54 a60e a876-a877 fe15-fe16 fe56-fe57 ff01 ff1f",
    "GL": "a0 34f 35c-362 f08 f0c f12 fd9-fda 180e 1dcd 1dfc 2007 2011 202f fe20 fe22 fe24 fe26-fe27 fe29 fe2b "
    "fe2d-fe2e",
    "HL": "5d0-5ea 5ef-5f2 fb1d fb1f-fb28 fb2a-fb36 fb38-fb3c fb3e fb40-fb41 fb43-fb44 fb46-fb4f",
    "HY": "2d",
    "ID": "1b5c 1b61-1b6a 1b74-1b7c 23f1-23f2 2600-2603 2618 261a-261c 261e-261f 2639-263b 2668 26bf-26c3 "
    "26c6-26c8 26cd 26cf-26d1 26d3 26d8-26d9 26dc 26df-26e1 26f1 26f4 26f7-26f8 26fe-2704 2708-2709 2764 "
    "303f a9c1-a9c6 a9ca-a9cd a9de-a9df aa5c ff66 ff71-ff9d ffa0-ffbe ffc2-ffc7 ffca-ffcf ffd2-ffd7 "
    "ffda-ffdc 1f000-1f003 1f005-1f02b 1f030-1f093 1f0a0-1f0ae 1f0b1-1f0bf 1f0c1-1f0ce 1f0d1-1f0f5 "
    "1f321-1f32c 1f336 1f37d 1f394-1f39b 1f39e-1f39f 1f3cd-1f3ce 1f3d4-1f3df 1f3f1-1f3f3 1f3f5-1f3f7 "
    "1f43f 1f441 1f4fd-1f4fe 1f54a 1f54f 1f568-1f573 1f576-1f579 1f57b-1f58f 1f591-1f594 1f597-1f5a3 "
    "1f5a5-1f5d3 1f5dc-1f5f3 1f5fa 1f6c6-1f6cb 1f6cd-1f6cf 1f6d3-1f6d4 1f6e0-1f6ea 1f6f0-1f6f3 "
    "1f7d5-1f7d8 1f93b 1f946 1fa60-1fa6d",
    "IN": "2024-2026 22ef fe19",
    "IS": "2c 2e 3a-3b 37e 589 60c-60d 7f8 2044",
    "JL": "1100-115f a960-a97c",
    "JT": "11a8-11ff d7cb-d7fb",
    "JV": "1160-11a7 d7b0-d7c6",
    "NS": "17d6 203c-203d 2047-2049 3005 301c 303b-303c 3041 3043 3045 3047 3049 3063 3083 3085 3087 308e "
    "3095-3096 309b-309e 30a0-30a1 30a3 30a5 30a7 30a9 30c3 30e3 30e5 30e7 30ee 30f5-30f6 30fb-30fe "
    "31f0-31ff a015 fe13-fe14 fe54-fe55 ff1a-ff1b ff65 ff67-ff70 ff9e-ff9f 1f679-1f67b",
    "NU": "600-605 66b-66c 6dd 890-891 8e2 19da",
    "OP": "a1 bf 2e18",
    "PO": "25 a2 b0 609-60b 66a 9f2-9f3 9f9 d79 2030-2037 2057 20a7 20b6 20bb 20be 20c0 2103 2109 a838 fdfc "
    "fe6a ff05 ffe0",
    "PR": "2b 5c b1 2116 2212-2213",
    "QU": "22 27 275b-2760 2e00-2e01 2e06-2e08 2e0b 1f676-1f678",
    "SP": "20",
    "SY": "2f",
    "WJ": "2060 feff",
    "ZW": "200b",
    "ZWJ": "200d",
}

CLASS_BY_CATEGORY = {"Mn": "CM", "Mc": "CM", "Me": "CM", "Cc": "CM", "Cf": "CM", "Ps": "OP", "Pe": "CL"} | {
    "Pi": "QU",
    "Pf": "QU",
    "Sc": "PR",
}


@cache
def _ranges() -> list[tuple[int, int, str]]:
    """Return first, last and class of each range, in order."""
    found = []
    for name, ranges in RANGES_BY_CLASS.items():
        for part in ranges.split():
            first, _, last = part.partition("-")
            found.append((int(first, 16), int(last or first, 16), name))
    return sorted(found)


@lru_cache(maxsize=8192)
def line_class(character: str) -> str:
    """Return the class of a character: `AL`, `ID`, `CL` and so on."""
    code = ord(character)
    ranges = _ranges()
    first, last, name = ranges[bisect_right(ranges, code, key=itemgetter(0)) - 1]
    if first <= code <= last:
        return name
    if 0xAC00 <= code <= 0xD7A3:
        return "H3" if (code - 0xAC00) % 28 else "H2"
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "RI"
    category = unicodedata.category(character)
    if category == "Nd":
        return "ID" if is_wide(character) else "NU"
    return CLASS_BY_CATEGORY.get(category) or ("ID" if category != "Cn" and is_wide(character) else "AL")


@lru_cache(maxsize=8192)
def is_wide(character: str) -> bool:
    """Whether the East Asian width of a character is wide or full width."""
    return unicodedata.east_asian_width(character) in "WF"
