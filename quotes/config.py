"""House rules: flags over environment over file, and where each value came from.

The file is ``quotes.toml``, or ``[tool.quotes]`` in ``pyproject.toml``, of the working directory or the nearest folder
above it. The search ends at the first folder that has one, at the top of a repository (a folder with ``.git``), at the
home folder, or at the root. Paths in it are relative to the file. The environment has ``QUOTES_`` and the key in
capitals, lists with commas: ``QUOTES_KINDS=direct,mixed``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from quotes.errors import ConfigError

__all__ = ["PREFIX", "Config", "Sourced", "find_file", "load_config"]

PREFIX = "QUOTES_"
"""What names of environment variables begin with."""

_PATHS = ("aliases", "roster", "weights")
_LISTS = ("kinds", "stages")
_WORDS = ("cue_verbs", "roles")
_FILE = re.compile(r"[/\\]|\.\w+\Z")
"""What tells the name of a file from words."""


class Config(BaseModel):
    """Everything that can be set; None where nobody has.

    Attributes:
        kinds: kinds of quotation to look for.
        min_confidence: below this probability the speaker is left open.
        roster: file of people known beforehand.
        aliases: file of names that are one person (`quotes.formats.aliases`).
        cue_verbs: verbs that report speech in this house, or a file of them (`quotes.formats.house_files`).
        roles: what people are called for what they do in this house, or a file of them.
        style: house style of quotation marks.
        min_mark_confidence: how sure the reading of a mark must be for it to be repaired.
        weights: folder of own weights that choose the source of a quotation, written by ``quotes train --out``.
        stages: stages of others (see `quotes.plugins`), run behind the built-in ones.
        templates: own template for a form of output.
        workers: processes of a batch.
        max_bytes: largest document of a batch.
        max_seconds: longest time for a document of a batch.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kinds: list[Literal["direct", "mixed", "indirect", "other"]] | None = Field(default=None, min_length=1)
    min_confidence: float | None = Field(default=None, ge=0, le=1)
    roster: str | None = None
    aliases: str | None = None
    cue_verbs: list[str] | str | None = None
    roles: list[str] | str | None = None
    style: Literal["american", "british", "french", "german", "own", "straight"] | None = None
    min_mark_confidence: float | None = Field(default=None, ge=0, le=1)
    weights: str | None = None
    stages: list[str] | None = None
    templates: dict[Literal["text", "html", "md", "review"], str] | None = None
    workers: int | None = Field(default=None, ge=0)
    max_bytes: int | None = Field(default=None, ge=0)
    max_seconds: float | None = Field(default=None, gt=0)

    @field_validator("cue_verbs", "roles", mode="before")
    @classmethod
    def _check_words(cls, value: Any, info: ValidationInfo) -> Any:
        """Hold the words of the house against what they can be; those of a file are read when they are needed."""
        words = value.split(",") if isinstance(value, str) and not _FILE.search(value) else value
        if not isinstance(words, str | list) or not all(isinstance(word, str) for word in words):
            raise ValueError("give a list of words, or the name of a file")
        if isinstance(words, list):
            from quotes.lexicon import House

            given = [word for word in words if word.strip()]
            House.of(cue_verbs=given) if info.field_name == "cue_verbs" else House.of(roles=given)
        return value


class Sourced(NamedTuple):
    """The result, and where each value that is set came from: a variable's name, or "path, line N"."""

    config: Config
    sources: Mapping[str, str]


def load_config(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Sourced:
    """Return what file and environment say together.

    Args:
        folder: where the search for a file begins; the working directory by default.
        environ: the environment; that of this process by default.

    Raises:
        ConfigError: an unknown key, a value of the wrong kind, or a file that is no TOML, with file and line.

    Example:
        >>> found = load_config(Path("/no/such"), {"QUOTES_KINDS": "direct,mixed"})
        >>> found.config.kinds, found.sources
        (['direct', 'mixed'], {'kinds': 'QUOTES_KINDS'})
    """
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    path = find_file(folder or Path.cwd())
    if path is not None:
        text, table = _read_table(path)
        _check(table, lambda key: (str(path), _line_of(text, key, path)))
        for key, value in table.items():
            values[key] = _beside(path, key, value)
            sources[key] = f"{path}, line {_line_of(text, key, path)}"
    given = {}
    for name, words in (os.environ if environ is None else environ).items():
        if name.startswith(PREFIX) and words:
            given[name.removeprefix(PREFIX).lower()] = words
    told = {key: _parse(key, words) for key, words in given.items()}
    _check(told, lambda key: (PREFIX + key.upper(), None))
    values |= told
    sources |= {key: PREFIX + key.upper() for key in told}
    return Sourced(Config.model_validate(values), sources)


def find_file(folder: Path) -> Path | None:
    """Return the file that counts for a folder, or None."""
    for place in (folder, *folder.parents):
        own = place / "quotes.toml"
        if own.is_file():
            return own
        project = place / "pyproject.toml"
        if project.is_file() and _has_table(project):
            return project
        if (place / ".git").exists() or place == Path.home():
            return None
    return None


def _has_table(path: Path) -> bool:
    """Whether a ``pyproject.toml`` has our table; one that cannot be read is somebody else's trouble."""
    from quotes.lexicon.strict_toml import parse_toml

    try:
        return "quotes" in parse_toml(path.read_text(encoding="utf-8")).get("tool", {})
    except (OSError, ValueError):
        return False


def _read_table(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the text of a file and its table.

    Raises:
        ConfigError: it cannot be read.
    """
    from quotes.lexicon.strict_toml import parse_toml

    try:
        text = path.read_text(encoding="utf-8")
        table: Any = parse_toml(text)
    except (OSError, ValueError) as error:
        found = re.search(r"at line (\d+)", str(error))
        raise ConfigError(str(path), int(found[1]) if found else None, f"this is no TOML: {error}") from None
    if path.name == "pyproject.toml":
        table = table["tool"]["quotes"]
    if not isinstance(table, dict):
        raise ConfigError(str(path), None, "[tool.quotes] is no table")
    return text, table


def _check(table: Mapping[str, Any], place: Any) -> None:
    """Hold values against the model.

    Raises:
        ConfigError: for the first fault, with its place.
    """
    try:
        Config.model_validate(dict(table))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        key, *more = fault["loc"]
        where, line = place(str(key))
        if fault["type"] == "extra_forbidden":
            known = ", ".join(sorted(Config.model_fields))
            raise ConfigError(where, line, f"there is no key {key!r}; there are {known}") from None
        inside = "".join(f"[{part!r}]" for part in more)
        raise ConfigError(where, line, f"{key}{inside}: {fault['msg'].removeprefix('Value error, ')}") from None


def _line_of(text: str, key: str, path: Path) -> int | None:
    """Return the line, counted from 1, on which a key of the file stands, or None."""
    name = re.escape(key)
    wanted = re.compile(rf"\s*(?:[\"']?{name}[\"']?\s*[=.]|\[(?:tool\.quotes\.)?{name}[\].])")
    is_inside = path.name != "pyproject.toml"
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("[") and path.name == "pyproject.toml":
            is_inside = line.lstrip().startswith("[tool.quotes")
        if is_inside and wanted.match(line):
            return number
    return None


def _beside(path: Path, key: str, value: Any) -> Any:
    """Return a value with the paths in it as seen from the file."""
    if key in _PATHS or (key in _WORDS and isinstance(value, str) and _FILE.search(value)):
        return str(path.parent / value)
    if key == "templates":
        return {form: str(path.parent / name) for form, name in value.items()}
    return value


def _parse(key: str, words: str) -> Any:
    """Return what a variable of the environment says, as a value of the file would be; words that fit nothing stay."""
    if key in _LISTS:
        return [word.strip() for word in words.split(",") if word.strip()]
    if key == "templates":
        return dict(part.split("=", 1) for part in words.split(",") if "=" in part) or words
    for kind in {"workers": (int,), "max_bytes": (int,)}.get(key, (float,)):
        if key in ("workers", "max_bytes", "min_confidence", "min_mark_confidence", "max_seconds"):
            try:
                return kind(words)
            except ValueError:
                return words
    return words
