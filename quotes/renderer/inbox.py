"""The page of the review server that lists the documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotes.renderer.environment import fill_template

__all__ = ["InboxRow", "render_inbox"]


class InboxRow(NamedTuple):
    """One document of the list.

    Attributes:
        name: what it is called.
        href: where its page is.
        left: how many quotations are left to look at.
        total: how many there are.
        likely_wrong: how many of those left are expected to have a wrong speaker.
        fault: why it cannot be reviewed, or None.
    """

    name: str
    href: str
    left: int = 0
    total: int = 0
    likely_wrong: float = 0.0
    fault: str | None = None


def render_inbox(rows: Sequence[InboxRow]) -> str:
    """Return the page that lists ``rows``.

    Example:
        >>> "about 2 wrong" in render_inbox([InboxRow("quay.json", "/documents/1/", 9, 12, 1.7)])
        True
    """
    from markupsafe import Markup

    from quotes.renderer.palette import write_swatches

    swatches = Markup(write_swatches())  # noqa: S704 - colours of our own table
    context = {"rows": rows, "left": sum(row.left for row in rows), "swatches": swatches}
    return fill_template("inbox.html", "html", context, built_in=True)
