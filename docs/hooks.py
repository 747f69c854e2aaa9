"""What MkDocs does besides reading the pages: puts in what is made from the program, and the pictures.

A line ``<!-- generated: NAME ARGUMENT ... -->`` of a page is replaced by what the function of that name in
`reference_tables` returns. A name that does not exist, or a table that lacks something, stops the build.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files
from reference_tables import GENERATORS

_HERE = Path(__file__).resolve().parent
_MARKER = re.compile(r"^<!-- generated: (.+?) -->$", re.MULTILINE)


def on_files(files: Files, config: Any) -> Files:
    """Add the pictures beside this file, which the README shows too, as ``pictures/``."""
    for path in sorted((*_HERE.glob("*.png"), *_HERE.glob("*.svg"))):
        files.append(File.generated(config, f"pictures/{path.name}", abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace each marker by what it names."""

    def generate(found: re.Match[str]) -> str:
        name, *arguments = shlex.split(found[1])
        return GENERATORS[name](*arguments)

    return _MARKER.sub(generate, markdown)
