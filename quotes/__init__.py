"""Find what was said in a transcript or an article, and say who said it.

The names below are loaded when first used, so that ``import quotes`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from quotes.attributor.source_weights import read_source_weights
    from quotes.errors import QuotesError
    from quotes.evaluation import evaluate
    from quotes.formats import read
    from quotes.lexicon import House
    from quotes.model import Annotation, Document, Mention, Quotation, RosterEntry, Speaker, Turn
    from quotes.pipeline import annotate
    from quotes.renderer import render
    from quotes.spans import Span

__all__ = [
    "Annotation",
    "Document",
    "House",
    "Mention",
    "Quotation",
    "QuotesError",
    "RosterEntry",
    "Span",
    "Speaker",
    "Turn",
    "annotate",
    "evaluate",
    "read",
    "read_source_weights",
    "render",
]

_HOMES = {
    "Annotation": "quotes.model",
    "Document": "quotes.model",
    "House": "quotes.lexicon",
    "Mention": "quotes.model",
    "Quotation": "quotes.model",
    "QuotesError": "quotes.errors",
    "RosterEntry": "quotes.model",
    "Span": "quotes.spans",
    "Speaker": "quotes.model",
    "Turn": "quotes.model",
    "annotate": "quotes.pipeline",
    "evaluate": "quotes.evaluation",
    "read": "quotes.formats",
    "read_source_weights": "quotes.attributor.source_weights",
    "render": "quotes.renderer",
}


def __getattr__(name: str) -> object:
    """Load a public name from its home on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'quotes' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted([*__all__, "__version__"])
