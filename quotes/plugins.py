"""Formats, writers, renderers and stages of others: found by their entry points, loaded only when asked for by name.

A package offers them in its ``pyproject.toml``::

    [project.entry-points."quotes.formats"]
    shorthand = "my_package:read_shorthand"    # (raw: RawInput) -> Document
    [project.entry-points."quotes.writers"]
    minutes = "my_package:MINUTES"             # a quotes.formats.Writer: what turns a transcript into text
    [project.entry-points."quotes.renderers"]
    slides = "my_package:render_slides"        # (annotation: Annotation) -> str
    [project.entry-points."quotes.stages"]
    house_rules = "my_package:apply_rules"     # (draft: Draft) -> Draft

A reader is a form that every command takes with ``--from``, a writer one that ``--to`` takes, a renderer one that
``--format`` takes. They run with all the rights of this program; install only what you trust.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from quotes.errors import PluginError

__all__ = ["PluginGroup", "list_plugins", "load_plugin"]

PluginGroup = Literal["quotes.formats", "quotes.renderers", "quotes.stages", "quotes.writers"]
"""What can be offered."""


def list_plugins(group: PluginGroup) -> tuple[str, ...]:
    """Return the names that installed packages offer in a group, sorted; nothing is loaded."""
    from importlib.metadata import entry_points

    return tuple(sorted(entry_points(group=group).names))


def load_plugin(group: PluginGroup, name: str) -> Callable[..., Any]:
    """Load what is offered under a name.

    Raises:
        PluginError: nothing is, two packages do, it cannot be loaded, or it is no function.

    Example:
        >>> load_plugin("quotes.stages", "no_such")
        Traceback (most recent call last):
            ...
        quotes.errors.PluginError: quotes.stages, 'no_such': no installed package offers it
    """
    from importlib.metadata import entry_points

    found = tuple(entry_points(group=group, name=name))
    if not found:
        raise PluginError(group, name, "no installed package offers it")
    targets = sorted({point.value for point in found})
    if len(targets) > 1:
        raise PluginError(group, name, f"several packages offer it ({', '.join(targets)}); uninstall all but one")
    try:
        loaded = found[0].load()
    except Exception as error:  # whatever a package of others does wrong is told with its name
        raise PluginError(
            group, name, f"{targets[0]} cannot be loaded, {type(error).__name__}: {error}; tell its authors"
        ) from error
    if not callable(loaded):
        raise PluginError(group, name, f"{targets[0]} is no function but {type(loaded).__name__}; tell its authors")
    return loaded  # type: ignore[no-any-return]
