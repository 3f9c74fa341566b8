"""The compiled core, where there is one.

`articlekit._core` is written in C++ (`src/native`), after the Python modules whose work it does. It comes with the
wheel, or is compiled where articlekit is installed from source; a machine without a compiler goes without.
"""

from __future__ import annotations

import os
from functools import cache
from types import ModuleType
from typing import Final

PURE: Final = "ARTICLEKIT_PURE"
"""The environment variable that keeps to Python, when installing and when running."""


@cache
def core() -> ModuleType | None:
    """Load the compiled core, if it is there and wanted."""
    if os.environ.get(PURE):
        return None
    try:
        import articlekit._core as compiled  # noqa: PLC0415 - it may not be there
    except ImportError:
        return None
    return compiled
