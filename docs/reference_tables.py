"""The parts of the reference that are made from the program itself, as Markdown, when the site is built.

Nothing here is written down twice: options come from the commands, fields from the JSON schema, keys from the
configuration, figures from ``corpus/SCORES.md``. Where something has no explanation, making the table fails.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent

_SITE_OF: Mapping[str, str] = {
    "corpus/README.md": "guidelines.md",
    "corpus/SCORES.md": "scores.md",
    "quotes/language/data/MODEL_CARD.md": "model-card.md",
    "CHANGELOG.md": "changelog.md",
}
"""Files of the checkout that are pages here, as seen from ``reference/``."""

_FORMATS: Mapping[str, str] = {
    "plain": "plain text",
    "labelled": "text with labels (`NAME:`, `**Name:**`, names on lines of their own)",
    "markdown": "Markdown, with front matter",
    "html": "web pages",
    "docx": "Word documents",
    "json": "saved annotations",
    "srt": "SRT captions",
    "webvtt": "WebVTT captions",
    "ttml": "TTML, DFXP and IMSC captions",
    "lrc": "LRC captions",
    "whisper": "Whisper and WhisperX",
    "aws": "Amazon Transcribe",
    "deepgram": "Deepgram",
    "assemblyai": "AssemblyAI",
    "rev": "Rev",
    "google": "Google Speech-to-Text",
    "podcast": "Podcasting 2.0 transcripts in JSON",
    "seglst": "SegLST",
    "segments": "lists of segments in JSON, as diarizers write them",
    "rttm": "RTTM",
    "stm": "STM",
    "ctm": "CTM",
    "csv": "tables (CSV, TSV) with a header",
}
"""Format id to what it is, for people, in the order of the table."""

_FIGURES = (
    ("news", "direct and mixed: F1", "news: quotations in marks with the right source, F1"),
    ("news", "indirect: F1", "news: indirect speech with the right source, F1"),
    ("novels", "speaker: all", "novels: right speaker of a line, nothing known beforehand"),
    ("calls", "names found", "earnings calls: anonymous voices that get their name"),
    ("calls", "names found: precision", "earnings calls: names given that are right"),
    ("podcasts", "names found", "podcasts: anonymous voices that get their name"),
    ("podcasts", "names found: precision", "podcasts: names given that are right"),
)
"""Rows of the table of aims in ``corpus/SCORES.md``: data, figure, and how the home page says it."""


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table; a bar inside a cell is escaped, but for those in code, which parts nothing."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(map(_keep_bars, line)) + " |" for line in lines) + "\n"


def _keep_bars(cell: str) -> str:
    return re.sub(r"(`[^`]*`)|\|", lambda found: found[1] or "\\|", cell)


def write_commands() -> str:
    """Return every command: its examples, its help and its options."""
    from quotes.cli import main

    parts = []
    context = click.Context(main, info_name="quotes")
    for name in sorted(main.commands):
        parts.append(_write_command(name, main.commands[name], context, "##"))
    return "\n".join(parts)


def _write_command(name: str, command: click.Command, parent: click.Context, heading: str) -> str:
    context = click.Context(command, info_name=name, parent=parent)
    usage = command.get_usage(context).removeprefix("Usage: ")
    rows = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and isinstance(parameter, click.Option):
            rows.append((f"`{record[0]}`", _escape(" ".join(record[1].split()))))
    text = f"{heading} {context.command_path}\n\n{_escape(inspect.cleandoc(command.help or ''))}\n\n"
    if isinstance(examples := getattr(command, "examples", ""), str) and examples:
        text += f"```sh\n{examples}\n```\n\n"
    text += f"```text\n{usage}\n```\n\n{_table(('option', 'meaning'), rows)}\n"
    if isinstance(command, click.Group):
        text += "\n".join(_write_command(key, each, context, heading + "#") for key, each in command.commands.items())
    return text


def _escape(text: str) -> str:
    """Return plain text so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", text)


def write_schema_tables() -> str:
    """Return the fields of an annotation and of everything in it, from the JSON schema."""
    from quotes.formats import write_schema

    schema = json.loads(write_schema())
    parts = {"Annotation": schema, **schema["$defs"]}
    order = ["Annotation", "Quotation", "Candidate", "Evidence", "Speaker", "Mention", "Turn", "Repair"]
    order += ["DocumentInfo", "Utterance", "Word", "Skip"]
    if missing := set(parts) - set(order):
        raise LookupError(f"the order of docs/reference_tables.py lacks {', '.join(sorted(missing))}")
    return "\n".join(_write_fields(name, parts[name]) for name in order)


def _write_fields(name: str, part: Mapping[str, Any]) -> str:
    description, meanings = _read_description(name, part["description"])
    rows = []
    for field, kind in part["properties"].items():
        default = _show(kind["default"]) if kind.get("default") and field != "document" else ""
        rows.append((f"`{field}`", _write_type(kind), meanings[field] + (f" Default: {default}." if default else "")))
    return f"## {name}\n\n{description}\n\n{_table(('field', 'type', 'meaning'), rows)}\n"


def _read_description(name: str, docstring: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the sections of a docstring, and what its ``Attributes:`` say.

    Raises:
        LookupError: it has no such section.
    """
    opening, _, rest = docstring.partition("\n\nAttributes:\n")
    if not rest:
        raise LookupError(f"the docstring of {name} does not explain its fields under Attributes:")
    section = rest.partition("\n\n")[0]
    fields = re.findall(r"^    (\w+): (.*(?:\n {5,}.*)*)", section, re.MULTILINE)
    meanings = {field: _mark_up(re.sub(r"\s+", " ", meaning)) for field, meaning in fields}
    return _mark_up(opening), {field: meaning[0].upper() + meaning[1:] for field, meaning in meanings.items()}


def _mark_up(text: str) -> str:
    """Return a docstring's text as Markdown: None is null in JSON, code has single backticks."""
    return re.sub(r"\bNone\b", "null", text.replace("``", "`"))


def _show(value: Any) -> str:
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _write_type(kind: Mapping[str, Any]) -> str:
    """Return a type of JSON schema in words.

    Raises:
        LookupError: for one that nobody has put into words yet.
    """
    if "$ref" in kind:
        name = kind["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in kind:
        return " or ".join(_write_type(each) for each in kind["anyOf"])
    if "enum" in kind:
        return ", ".join(f"`{value}`" for value in kind["enum"])
    if "const" in kind:
        return f"`{kind['const']}`"
    if kind["type"] == "array":
        if "prefixItems" in kind:
            return "`[start, end]`"
        inner = _write_type(kind["items"]).replace("`[start, end]`", "`[start, end]` pairs")
        return f"list of {inner}"
    if kind["type"] == "number" and (kind.get("minimum"), kind.get("maximum")) == (0, 1):
        return "number, 0 to 1"
    names = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    names |= {"null": "null", "object": "object"}
    return names[kind["type"]]


def write_corrections_tables() -> str:
    """Return the fields of a corrections file."""
    from quotes.review.corrections import Corrections

    schema = Corrections.model_json_schema()
    parts = {"Corrections": schema, **schema["$defs"]}
    order = ("Corrections", "Action", "Change", "Anchor")
    texts = []
    for name in order:
        part = dict(parts[name])
        part["properties"] = {
            field: kind | {"type": "text"} if kind == {} else kind for field, kind in part["properties"].items()
        }
        texts.append(_write_fields(name, part))
    return "\n".join(texts)


def write_configuration() -> str:
    """Return every key of ``quotes.toml``, with the variable of the environment that counts more."""
    from quotes.config import PREFIX, Config

    _, meanings = _read_description("Config", inspect.cleandoc(Config.__doc__ or ""))
    properties = Config.model_json_schema()["properties"]
    definitions = Config.model_json_schema().get("$defs", {})
    rows = []
    for key, kind in properties.items():
        kinds = [each for each in kind.get("anyOf", [kind]) if each.get("type") != "null"]
        words = " or ".join(_write_value(each, definitions) for each in kinds)
        rows.append((f"`{key}`", words, meanings[key], f"`{PREFIX}{key.upper()}`"))
    return _table(("key", "value", "meaning", "variable"), rows)


def _write_value(kind: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """Return what a key takes."""
    if "$ref" in kind:
        part = definitions[kind["$ref"].rpartition("/")[2]]
        return "a table: " + ", ".join(f"`{name}`" for name in part["properties"])
    if kind["type"] == "array":
        return f"list of {_write_value(kind['items'], definitions)}"
    if kind["type"] == "object":
        names = kind.get("propertyNames", {}).get("enum", ())
        return "a table" + (": " + ", ".join(f"`{name}`" for name in names) if names else "")
    return _write_type(kind)


def write_formats() -> str:
    """Return what can be read and written, by which extension, and what a form keeps when written."""
    from quotes.formats import FORMAT_OF_EXTENSION, JSON_RECOGNISERS, READERS, RECOGNISERS, WRITERS

    if set(_FORMATS) != set(READERS):
        raise LookupError(f"docs/reference_tables.py and the readers differ in {set(_FORMATS) ^ set(READERS)}")
    rows = []
    for name, title in _FORMATS.items():
        extensions = " ".join(f"`{end}`" for end, each in FORMAT_OF_EXTENSION.items() if each == name)
        is_known = name in RECOGNISERS or name in JSON_RECOGNISERS or name in ("labelled", "docx")
        written = "yes" if name in WRITERS or name == "json" else "no"
        rows.append((f"`{name}`", title, extensions or "–", "yes" if is_known else "no", written))
    return _table(("`--from`, `--to`", "what", "extensions", "known by its content", "written"), rows)


def write_losses() -> str:
    """Return what each form keeps of a transcript when it is written."""
    from quotes.formats import WRITERS

    features = ("times", "ends", "milliseconds", "word times", "overlaps", "segments", "line breaks", "words", "voices")
    rows = [
        (f"`{name}`", *("yes" if feature in writer.holds else "–" for feature in features))
        for name, writer in WRITERS.items()
    ]
    return _table(("form", *features), rows)


def write_file(path: str, heading: str = "") -> str:
    """Return a file of the checkout without its title, or what stands under one of its headings.

    Raises:
        LookupError: it has no such heading.
    """
    text = (ROOT / path).read_text(encoding="utf-8")
    if heading:
        found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,2}} |\Z)", text, re.MULTILINE | re.DOTALL)
        if not found:
            raise LookupError(f"{path} has no heading {heading!r}")
        text = found[2]
    else:
        text = re.sub(r"\A# .*\n", "", text)
    return re.sub(r"\[([^\]]+)\]\(([^)#:]+)\)", lambda link: _relink(path, link), text)


def write_code(path: str, language: str) -> str:
    """Return a file of the checkout as a block of code; its own tests run it."""
    return f"```{language}\n{(ROOT / path).read_text(encoding='utf-8')}```\n"


def _relink(path: str, link: re.Match[str]) -> str:
    """Return a link to a file of the checkout as one to the page made from it, or as plain words."""
    target = ((ROOT / path).parent / link[2]).resolve()
    name = target.relative_to(ROOT).as_posix() if target.is_relative_to(ROOT) else ""
    if target.is_dir():
        name = f"{name}/README.md"
    return f"[{link[1]}]({_SITE_OF[name]})" if name in _SITE_OF else link[1]


def write_figures() -> str:
    """Return the figures of the home page, from the table of aims in ``corpus/SCORES.md``.

    Raises:
        LookupError: a row is not there any more.
    """
    rows = {}
    for line in (ROOT / "corpus" / "SCORES.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5:
            rows[cells[0], cells[1]] = cells[3]
    return _table(("what", "reached"), [(words, rows[data, figure]) for data, figure, words in _FIGURES])


def write_picture_of_growth() -> str:
    """Return the picture of how costs grow with the length of a text, where it has been drawn."""
    for suffix in ("svg", "png"):
        if (ROOT / "docs" / f"growth.{suffix}").is_file():
            return f"![Seconds over the length of a text, a line for each sort of text](../pictures/growth.{suffix})\n"
    return ""


GENERATORS: Mapping[str, Callable[..., str]] = {
    "code": write_code,
    "commands": write_commands,
    "configuration": write_configuration,
    "corrections": write_corrections_tables,
    "figures": write_figures,
    "file": write_file,
    "formats": write_formats,
    "growth": write_picture_of_growth,
    "losses": write_losses,
    "schema": write_schema_tables,
}
"""Name in a page's marker to what makes the part."""
