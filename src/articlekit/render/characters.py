"""What may stand in an output: characters and addresses.

In goes text or an address as the page had it, out comes one that every format can hold. Replacement is one character
for one, so that offsets into a text stay right.
"""

from __future__ import annotations

import re
from typing import Final

_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_IN_ADDRESS: Final = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SCHEME: Final = re.compile(r"([^/?#:]*):")
_SAFE_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_PICTURE_SCHEMES: Final = frozenset({"http", "https"})
_REPLACEMENT: Final = "\ufffd"


def readable(text: str) -> str:
    r"""Put a space or U+FFFD for each character that is no text: controls, lone surrogates, noncharacters.

    >>> readable("Rain\x00 and\x0bsun")
    'Rain� and sun'
    """
    return _UNPRINTABLE.sub(lambda match: " " if match[0].isspace() else _REPLACEMENT, text)


def encodable(text: str) -> str:
    r"""Put U+FFFD for each lone surrogate, the one thing that UTF-8 cannot hold.

    >>> encodable("a\ud800b\x00")
    'a�b\x00'
    """
    return _SURROGATE.sub(_REPLACEMENT, text)


def safe_url(url: str | None, *, picture: bool = False) -> str | None:
    r"""Pass an address that a reader may follow; None for one that could run or smuggle something.

    Addresses without a scheme pass. Browsers skip controls and spaces inside a scheme, so these are judged, and
    written, without them.

    >>> safe_url("https://example.org/a b")
    'https://example.org/a%20b'
    >>> safe_url("java\tscript:alert(1)") is None
    True
    """
    if not url:
        return None
    address = _IN_ADDRESS.sub(lambda match: "%20" if match[0] in " \xa0" else "", url.strip())
    scheme = _SCHEME.match(address)
    allowed = _PICTURE_SCHEMES if picture else _SAFE_SCHEMES
    if scheme and scheme[1].lower() not in allowed:
        return None
    return address or None
