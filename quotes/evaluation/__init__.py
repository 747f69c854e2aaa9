"""How good is an annotation: the public `evaluate`, its report, and references made by hand.

Counts are added over documents and divided last. A rate with nothing to divide by is None. Quotations are matched one
to one before anything is scored, and every mistake comes back as a place in the text.
"""

from __future__ import annotations

from quotes.evaluation.comparison import evaluate
from quotes.evaluation.counts import Errors, Groups, Retrieval, Tally, show_rate
from quotes.evaluation.diarization import TimeRules
from quotes.evaluation.documents import TranscriptReader
from quotes.evaluation.pairing import Comparison, evaluate_files
from quotes.evaluation.reference import Reference, read_reference, write_reference
from quotes.evaluation.report import EvaluationReport, Mistake

__all__ = [
    "Comparison",
    "Errors",
    "EvaluationReport",
    "Groups",
    "Mistake",
    "Reference",
    "Retrieval",
    "Tally",
    "TimeRules",
    "TranscriptReader",
    "evaluate",
    "evaluate_files",
    "read_reference",
    "show_rate",
    "write_reference",
]
