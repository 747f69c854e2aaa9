"""CSV: one quotation a row, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io

from quotes.renderer.escaping import neutralise_formula
from quotes.renderer.view import AnnotationView, QuotationView

__all__ = ["COLUMNS", "render_table"]

COLUMNS = (
    "id",
    "kind",
    "start",
    "end",
    "speaker_id",
    "speaker",
    "role",
    "affiliation",
    "speaker_kind",
    "confidence",
    "runner_up",
    "runner_up_confidence",
    "cue",
    "source",
    "words",
    "evidence",
    "spans",
    "parent",
    "translated",
    "relayed_by",
    "channel",
    "reason",
    "start_ms",
    "end_ms",
    "status",
)
"""The header row. ``start`` and ``end`` are code points, half-open; ``spans`` lists all of them as ``12-40 55-70``."""


def render_table(view: AnnotationView) -> str:
    """Return one row for each quotation, kind other included, in reading order, under a header row.

    UTF-8 text with LF line ends, quoted where needed (RFC 4180). A cell that a spreadsheet would take for a formula
    (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end) gets an apostrophe before it; no other cell is
    changed, and the JSON format changes none. White space inside ``words`` is folded to single spaces, and
    " … " parts spans with other words between them; ``spans`` tells them exactly.

    Example:
        >>> from quotes.model import Annotation, Document
        >>> from quotes.renderer.view import view_of
        >>> render_table(view_of(Annotation.of(Document(id="a", text="Nothing."))))[:13]
        'id,kind,start'
    """
    rows = [list(COLUMNS), *([neutralise_formula(cell) for cell in _row(quotation)] for quotation in view.quotations)]
    return "".join(_line(row) for row in rows)


def _line(cells: list[str]) -> str:
    """Return one row. The writer quotes a cell for a line end only where that is its own, so it is told both."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _row(view: QuotationView) -> list[str]:
    """Return the cells of one quotation, in the order of `COLUMNS`."""
    quotation, speaker = view.quotation, view.speaker
    return [
        quotation.id,
        quotation.kind,
        str(view.start),
        str(view.end),
        quotation.speaker or "",
        speaker.name if speaker else "",
        (speaker.speaker.role or "") if speaker else "",
        (speaker.speaker.affiliation or "") if speaker else "",
        speaker.kind if speaker else "",
        _number(quotation.confidence),
        view.runner_up[0].name if view.runner_up else "",
        _number(view.runner_up[1] if view.runner_up else None),
        view.cue or "",
        view.source or "",
        view.words,
        "; ".join(item.rule for item in quotation.evidence),
        " ".join(f"{span.start}-{span.end}" for span in quotation.spans),
        quotation.parent or "",
        "yes" if quotation.translated else "no",
        view.relayed_by or "",
        quotation.channel or "",
        quotation.reason or "",
        _number(quotation.start_ms),
        _number(quotation.end_ms),
        quotation.status,
    ]


def _number(value: float | None) -> str:
    """Return a number with at most four decimals, or nothing for None."""
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
