"""Compile `articlekit._core` while a wheel is built; without a compiler the wheel is pure Python, and as right.

In: hatchling's build of a wheel, or of an editable install. Out: the extension module in it. setuptools knows every
platform's compiler; where it finds none that works, the build goes on and says so.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError, CCompilerError

_NAME = "articlekit._core"
_UNIX = ["-std=c++20", "-O3", "-g0", "-fvisibility=hidden"]
_WINDOWS = ["/std:c++20", "/O2", "/EHsc", "/utf-8"]


class CompileCore(BuildHookInterface):  # type: ignore[type-arg]  # hatchling is there only while building
    """Add the compiled labeller to what is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Compile before the wheel is put together; `version` is `editable` or `standard`."""
        if self.target_name != "wheel" or os.environ.get("ARTICLEKIT_PURE"):
            return
        self._folder = tempfile.TemporaryDirectory()
        try:
            built = _compile(Path(self.root), self._folder.name)
        except (BaseError, CCompilerError, OSError) as error:
            self.app.display_warning(f"articlekit goes without its compiled labeller, and is slower: {error}")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        if version == "editable":
            place = Path(self.root, "src", "articlekit", built.name)
            place.write_bytes(built.read_bytes())
        else:
            build_data.setdefault("force_include", {})[str(built)] = f"articlekit/{built.name}"  # type: ignore[index]

    def finalize(self, version: str, build_data: dict[str, object], artifact_path: str) -> None:
        """Tidy up once the wheel is put together."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def _compile(root: Path, folder: str) -> Path:
    """Compile and link into a folder; returns the extension module."""
    sources = root / "src" / "native"
    extension = Extension(
        _NAME,
        [str(sources / "module.cpp")],
        depends=[str(path) for path in sources.glob("*.hpp")],
        language="c++",
        extra_compile_args=_WINDOWS if sys.platform == "win32" else _UNIX,
    )
    command = build_ext(Distribution({"name": "articlekit", "ext_modules": [extension]}))
    command.build_lib = command.build_temp = folder
    command.ensure_finalized()
    command.run()
    return Path(command.get_outputs()[0])
