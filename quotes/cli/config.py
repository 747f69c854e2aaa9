"""House rules for every command, and ``quotes config``, which shows them and where each came from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotes.cli.group import main
from quotes.cli.output import write_output

if TYPE_CHECKING:
    from quotes.config import Sourced

__all__ = ["apply_config", "config"]


@main.command(
    examples="""
        quotes config                          # every key, its value and where it came from
        quotes config --format json
        QUOTES_KINDS=direct,mixed quotes config
    """
)
@click.option("--format", "format", type=click.Choice(("text", "json")), default="text", help="Form of the result.")
def config(format: str) -> None:
    """Show the house rules that hold here, and where each came from.

    They are keys of quotes.toml, or of [tool.quotes] in pyproject.toml, of this folder or the nearest one above it; the
    search ends at a folder with either, at the top of a repository or at the home folder. The environment
    (QUOTES_KINDS=direct,mixed) counts more than the file, and an option of a command more than both.
    """
    from quotes.config import Config, load_config

    found = load_config()
    values = found.config.model_dump()
    if format == "json":
        import json

        rows = {key: {"value": values[key], "from": found.sources.get(key)} for key in Config.model_fields}
        write_output(None, json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max(map(len, Config.model_fields))
    write_output(
        None,
        "".join(
            f"{key:{width}}  {_show(values[key])}  ({found.sources.get(key, 'default')})\n"
            for key in Config.model_fields
        ),
    )


def apply_config(context: click.Context) -> None:
    """Make house rules the defaults of every command's options; without any nothing is loaded."""
    found = _find()
    if found is None:
        return
    values = found.config.model_dump(exclude_none=True)
    context.obj = values.pop("templates", {})
    for name in ("kinds", "cue_verbs", "roles"):
        if isinstance(values.get(name), list):
            values[name] = ",".join(values[name])
    context.default_map = {
        name: {option.name: values[option.name] for option in command.params if option.name in values}
        for name, command in main.commands.items()
    }


def _find() -> Sourced | None:
    """Return the house rules, or None where no file and no variable could hold any: a cheap look."""
    folder = Path.cwd()
    has_file = any(_may_hold_rules(place) for place in (folder, *folder.parents))
    if not has_file and not any(name.startswith("QUOTES_") for name in os.environ):
        return None
    from quotes.config import load_config

    return load_config()


def _may_hold_rules(folder: Path) -> bool:
    """Whether a folder has a file of ours, or a project file that names us; nothing is parsed."""
    if (folder / "quotes.toml").is_file():
        return True
    try:
        return b"tool.quotes" in (folder / "pyproject.toml").read_bytes()
    except OSError:
        return False


def _show(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} = {name}" for key, name in value.items())
    return str(value)
