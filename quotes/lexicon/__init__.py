"""Words and signs the package knows, kept as data: typed loaders over the files in ``data/``.

Each loader reads its file once and keeps the result, which cannot be changed. Each file says where its entries come
from, under which licence, when and how it was made. Code elsewhere names categories and never lists words.
"""

from __future__ import annotations

from quotes.lexicon.marks import MarkFamily, MarkForm, MarkShape, mark_forms, mark_pairs

__all__ = ["MarkFamily", "MarkForm", "MarkShape", "mark_forms", "mark_pairs"]
