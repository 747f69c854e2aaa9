"""The script of the review page: its modules, put into one script in the order they need each other.

A page opened from disk cannot load modules, and a policy that allows one script by its hash wants it whole. Each module
becomes a function of its own that gives back what the module exports, so that no name of one meets a name of another.
The modules keep to what this reads: imports by name from files beside them, exports before a declaration, no renaming
on the way out, no circle.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from quotes.errors import RenderError

__all__ = ["join_modules", "page_script", "script_folder"]

_IMPORT = re.compile(r'^import \{([^{}]*)\} from "\./([a-z_]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) +([A-Za-z_$][\w$]*))", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_RENAMED = re.compile(r"\s+as\s+")
_DOC_COMMENT = re.compile(r"^[ \t]*/\*\*(?:[^*]|\*(?!/))*\*/[ \t]*\n", re.MULTILINE)


def script_folder() -> Path:
    """Return the folder of the review page's modules, inside the package."""
    return Path(__file__).resolve().parent.parent / "review" / "page"


@lru_cache(maxsize=1)
def page_script() -> str:
    """Return the review page's script.

    Raises:
        RenderError: a module is missing or keeps to other rules.
    """
    return join_modules(script_folder(), "main")


def join_modules(folder: Path, first: str) -> str:
    """Return the module ``first`` of ``folder`` and all it needs as one script in strict mode.

    Comments that document a declaration are left out: they are for whoever reads the modules.

    Raises:
        RenderError: a module is missing, needs itself, or has an import or export of another form.
    """
    done: dict[str, str] = {}
    _add_module(folder, first, done, ())
    return '(() => {\n"use strict";\n' + "".join(done.values()) + "})();\n"


def _add_module(folder: Path, name: str, done: dict[str, str], on_the_way: tuple[str, ...]) -> None:
    """Put the module and, before it, those it needs into ``done``."""
    if name in done:
        return
    if name in on_the_way:
        raise RenderError(f"{name}.js", f"it needs itself, by {' and '.join(on_the_way)}")
    path = folder / f"{name}.js"
    try:
        source = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RenderError(path.name, f"the module cannot be read: {error.strerror or error}") from None
    for match in _IMPORT.finditer(source):
        _add_module(folder, match[2], done, (*on_the_way, name))
    exported = [match[1] for match in _EXPORT.finditer(source)]
    body = _IMPORT.sub(lambda match: f"const {{{_RENAMED.sub(': ', match[1])}}} = {match[2]}_js;\n", source)
    body = _DOC_COMMENT.sub("", _EXPORT.sub("", body))
    if left := _LEFT_OVER.search(body):
        raise RenderError(path.name, f"this is not understood: {left[0]}")
    done[name] = f"const {name}_js = (() => {{\n{body}return {{{', '.join(exported)}}};\n}})();\n"
