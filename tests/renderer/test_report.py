"""The report of an evaluation: text, page and curves; whatever a document says, it stays text."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from quotes.errors import RenderError
from quotes.measures import (
    Calibration,
    ConfidenceBin,
    ErrorMeasure,
    Evaluation,
    Measure,
    MeasureTable,
    RiskPoint,
    ShownMistake,
)
from quotes.renderer.report import render_evaluation

HOSTILE = "</mark><script>alert(1)</script>{{ 7 * 7 }}"
SPANS = Measure("spans", "spans of speech", 3, 4, 3, 5, 0.75, 0.6, 2 / 3)
NONE_GIVEN = Measure("cues", "cues", 0, 0, 0, 5, None, 0.0, 0.0)
ROLES = Measure("roles", "words of the role", 1.5, None, 1.5, 2, None, 0.75, None)
WORTH = Calibration(
    4,
    0.125,
    0.25,
    (ConfidenceBin(0.5, 0.6, 0.55, 1, 2), ConfidenceBin(0.9, 1.0, 0.95, 2, 2)),
    (RiskPoint(1.0, 0.25, 0.0), RiskPoint(0.9, 0.5, 0.0), RiskPoint(0.5, 1.0, 0.25)),
)
MISTAKE = ShownMistake("a", "speaker", "implicit", 4, 9, "He ", "words", " end", "Ana", "Otto", 0.5)


def evaluation(**parts: Any) -> Evaluation:
    """Return an evaluation with some parts changed."""
    whole: dict[str, Any] = {
        "documents": 2,
        "failed": (),
        "missing": (),
        "left_out": (),
        "measures": (SPANS, NONE_GIVEN, ROLES),
        "tables": (MeasureTable("kind", "By kind", (SPANS,)),),
        "calibration": WORTH,
        "spurious": None,
        "mistake_counts": {"speaker": 3},
        "mistakes": (MISTAKE,),
    }
    return Evaluation(**{**whole, **parts})


def test_the_text_is_a_table() -> None:
    """Columns stand under each other; a rate with nothing to divide by is n/a, one without a precision is blank."""
    lines = render_evaluation(evaluation()).splitlines()

    assert lines[:6] == [
        "2 documents",
        "",
        "                   precision  recall  F1     right of given  found of wanted",
        "spans of speech    0.750      0.600   0.667  3 of 4          3 of 5",
        "cues               n/a        0.000   0.000  0 of 0          0 of 5",
        "words of the role             0.750                          1.5 of 2",
    ]
    assert "mistakes: 3 speaker" in lines
    assert lines[-3:] == [
        "a [4, 9) speaker, implicit, confidence 0.50",
        "    reference: Ana   hypothesis: Otto",
        "    He [[words]] end",
    ]


DER = ErrorMeasure(
    "diarization",
    "diarization error rate (DER)",
    1.25,
    5000,
    4000,
    "ms",
    {"missed": 1000, "false alarm": 3500, "confusion": 500},
)
WDER = ErrorMeasure("word_diarization", "WDER", None, 0, 0, "words", {"wrong voice": 0})


def test_errors_are_a_table_of_their_own() -> None:
    """Times are in seconds, parts stand beside, more than all can be wrong; notes follow."""
    lines = render_evaluation(evaluation(errors=(DER, WDER), notes=("left out: tcpWER",), tables=())).splitlines()

    assert lines[7:12] == [
        "less is better                rate   errors of total  of which",
        "diarization error rate (DER)  1.250  5.0 s of 4.0 s   missed 1.0 s, false alarm 3.5 s, confusion 0.5 s",
        "WDER                          n/a    0 of 0",
        "",
        "left out: tcpWER",
    ]


def test_the_page_has_errors_and_notes() -> None:
    """Those of a table below its figures."""
    tables = (MeasureTable("document", "By document", (), (WDER,)),)
    page = render_evaluation(evaluation(errors=(DER,), notes=("<none>",), tables=tables), "html")

    assert "missed 1.0 s, false alarm 3.5 s, confusion 0.5 s" in page
    assert page.index("By document") < page.index(">WDER<")
    assert "&lt;none&gt;" in page


def test_a_terminal_does_not_list_every_voice() -> None:
    """Forty lines and how many more there are; the page has all."""
    voices = tuple(dataclasses.replace(SPANS, title=f"Voice {number}\n") for number in range(45))
    found = evaluation(tables=(MeasureTable("voice", "By voice", voices),))
    lines = render_evaluation(found).splitlines()

    assert sum(line.startswith("Voice ") for line in lines) == 40
    assert "and 5 more lines; HTML and JSON have all of them" in lines
    assert "Voice 44" in render_evaluation(found, "html")


def test_a_mistake_without_words_is_told_without_a_place() -> None:
    """A diarizer's segments have no text."""
    mistake = ShownMistake("a", "time", None, 0, 0, "", "", "", "Ana, 0:01.000 to 0:02.000", None, None)
    found = evaluation(mistakes=(mistake,), mistake_counts={"time": 1})

    assert render_evaluation(found).splitlines()[-2:] == [
        "a time",
        "    reference: Ana, 0:01.000 to 0:02.000   hypothesis: nothing",
    ]
    assert "characters 0 to 0" not in render_evaluation(found, "html")


def test_documents_that_lack_are_told() -> None:
    """Missing, failed and superfluous documents are counted in the first line."""
    first = render_evaluation(evaluation(missing=("x",), failed=("y", "z"), left_out=("q",))).splitlines()[0]

    assert "1 missing and 2 failed" in first
    assert "1 of the hypothesis are not in the reference" in first


def test_nothing_at_all_can_be_shown() -> None:
    """An evaluation without figures, curves or mistakes is a page too."""
    empty = evaluation(measures=(), tables=(), calibration=None, mistake_counts={}, mistakes=())

    assert "<svg" not in render_evaluation(empty, "html")
    assert "No mistakes" in render_evaluation(empty, "html")
    assert render_evaluation(empty) == "2 documents\n"


def test_an_unknown_format_is_refused() -> None:
    """The error names those there are."""
    with pytest.raises(RenderError, match="text, json, html"):
        render_evaluation(evaluation(), "pdf")


def test_every_curve_is_told_in_words_and_numbers() -> None:
    """An SVG has a title and a description, and its numbers stand in a table."""
    page = render_evaluation(evaluation(), "html")

    assert len(re.findall(r"<svg [^>]*role=\"img\" aria-labelledby=\"(\w+)-t \1-d\"", page)) == 2
    assert len(re.findall(r"<title id=\"\w+-t\">[^<]+</title>\s*<desc id=\"\w+-d\">[^<]+</desc>", page)) == 2
    assert "<td>0.950</td><td>1.000</td><td>2</td><td>2</td>" in page


def test_points_are_drawn_where_they_belong() -> None:
    """Half sure and half right is in the middle of a square of 100 units; the curve of risk ends at full coverage."""
    page = render_evaluation(evaluation(), "html")

    assert '<path class="line" d="M55 50L95 0"/>' in page
    assert '<path class="line" d="M25 100L50 100L100 50"/>' in page


def test_what_a_document_says_stays_text() -> None:
    """Names and words are escaped; nothing in a page is loaded or run."""
    mistake = ShownMistake("a" + HOSTILE, "speaker", None, 0, 1, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, None)
    page = render_evaluation(evaluation(mistakes=(mistake,)), "html", reference=HOSTILE, hypothesis=HOSTILE)

    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 9
    assert "{{ 7 * 7 }}" in page
    assert re.findall(r"(?:src|href|url)\s*[=(]", page) == []


def test_a_terminal_is_not_written_to_by_a_document() -> None:
    """Control characters are shown, not sent."""
    mistake = ShownMistake("a", "speaker", None, 0, 1, "\x1b[2J", "x\ny", "", "\x07", None, None)

    assert not re.search(r"[\x00-\x09\x0b-\x1f]", render_evaluation(evaluation(mistakes=(mistake,))))


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_fits_its_window(browser: Any, tmp_path: Path, scheme: str, width: int) -> None:
    """Nothing runs out of a narrow window, nothing is asked of the network, the browser has no complaint."""
    long = ShownMistake("a" * 90, "speaker", None, 0, 1, "x" * 90, "y" * 300, "z" * 90, "n" * 80, None, 0.1)
    path = tmp_path / "report.html"
    path.write_text(render_evaluation(evaluation(mistakes=(MISTAKE, long)), "html"), encoding="utf-8")
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 700})
    page = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(background.split("(")[1].split(",")[0]) > 127) == (scheme == "light")
    wide = page.evaluate("[...document.querySelectorAll('svg')].map(s => s.getBoundingClientRect().right)")
    assert max(wide) <= width
    assert (complaints, requests) == ([], [path.as_uri()])
    context.close()
