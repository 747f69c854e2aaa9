"""Pages on the command line: read, reviewed, marked in place, and never trusted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from quotes.formats import read
from quotes.model import Annotation
from quotes.renderer.inplace import remove_marks
from quotes.review.corrections import Action, Change, Corrections, write_corrections
from tests.conftest import RunQuotes

PAGE = (
    "<!DOCTYPE html>\r\n<html><head><meta charset=windows-1252><title>Pier</title></head>\r\n<body>\r\n<article>\r\n"
    "<h1>Pier stays open</h1>\r\n<p>“The pier is <em>quite</em> safe,” said Mayor Ana Ruiz.</p>\r\n"
    "<p>&ldquo;Nobody believes it,&rdquo; said José Lind, a fisherman.</p>\r\n"
    "<figure><img src=a.jpg><figcaption>“The old pier” in May</figcaption></figure>\r\n"
    "</article>\r\n</body></html>\r\n"
).encode("cp1252")


@pytest.fixture
def page(run_quotes: RunQuotes) -> Path:
    """A page of a content management system, in the folder the commands run in."""
    path = Path("article.html")
    path.write_bytes(PAGE)
    return path


def test_a_page_is_annotated_as_a_text_is(page: Path, run_quotes: RunQuotes) -> None:
    """What is kept apart is told on standard error."""
    done = run_quotes("annotate", page)
    assert "Ana Ruiz, Mayor: “The pier is quite safe,”" in done.stdout.decode()
    assert "article.html: not used, a caption (line 8): “The old pier” in May" in done.stderr.decode()


def test_a_page_is_marked_in_its_own_bytes(page: Path, run_quotes: RunQuotes) -> None:
    """At once or later from the saved annotation, the result is the same; without the tags it is the page."""
    options = ("--format", "inplace", "--element", "mark", "--prefix", "gull-", "--json-ld")
    assert run_quotes("annotate", page, *options, "-o", "one.html").returncode == 0
    assert run_quotes("annotate", page, "-o", "saved.json").returncode == 0
    assert run_quotes("render", "saved.json", "--source", page, *options, "-o", "two.html").returncode == 0
    marked = Path("one.html").read_bytes()
    assert Path("two.html").read_bytes() == marked
    assert remove_marks(marked.decode("cp1252")).encode("cp1252") == PAGE
    assert b'id="gull-q' in marked
    assert b"The pier is <em>quite</em> safe,</mark>" in marked
    assert run_quotes("annotate", "-", *options, "--from", "html", input=PAGE).stdout == marked


def test_from_the_page_to_the_editor_and_back(page: Path, run_quotes: RunQuotes) -> None:
    """What an editor rejected is neither marked nor published; what was accepted is, with its status."""
    run_quotes("annotate", page, "-o", "saved.json")
    annotation = read("saved.json")
    assert isinstance(annotation, Annotation)
    verdicts = dict(zip((q.id for q in annotation.quotations), ("accepted", "rejected"), strict=True))
    changes = [
        Change(record="quotation", id=id, before={"status": "proposed"}, after={"status": status})
        for id, status in verdicts.items()
    ]
    from quotes.review.apply import collect_anchors

    actions = tuple(Action(name="accept", changes=(change,)) for change in changes)
    log = Corrections(
        document_id=annotation.id,
        sha256=annotation.sha256,
        actions=actions,
        anchors=collect_anchors(annotation, actions),
        speakers={speaker.id: speaker.display_name for speaker in annotation.speakers},
    )
    Path("log.json").write_text(write_corrections(log), encoding="utf-8")
    assert run_quotes("apply", "saved.json", "log.json", "-o", "done.json").returncode == 0
    done = run_quotes("render", "done.json", "--source", page, "--format", "inplace", "--json-ld")
    marked = done.stdout.decode("cp1252")
    assert marked.count("data-quotes-id") == 1
    assert 'data-quotes-status="accepted"' in marked
    found = re.search(r'<script type="application/ld\+json"[^>]*>([^<]*)</script>\s*</body>', marked)
    assert found is not None
    assert [node.get("text", node.get("name")) for node in json.loads(found[1])["@graph"]] == [
        "The pier is quite safe",
        "Ana Ruiz",
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("annotate", "article.html", "--selector", "p:hover"), "cannot be read at ':hover'"),
        (("annotate", "article.html", "--selector", "#gone"), "by itself the reader would take article"),
        (("annotate", "article.html", "--max-bytes", "100"), "article.html: this is larger than 100 bytes"),
        (("annotate", "article.html", "--format", "inplace", "--prefix", "<"), "'<' cannot begin a class"),
        (("annotate", "note.txt", "--format", "inplace"), "this annotation was made from plain"),
        (("annotate", "article.html", "--format", "inplace", "-o", "article.html"), "is the input (article.html)"),
        (("render", "saved.json", "--format", "inplace"), "--format inplace and --source PAGE go together"),
        (("render", "saved.json", "--source", "article.html"), "--format inplace and --source PAGE go together"),
        (("render", "saved.json", "--source", "note.txt", "--format", "inplace"), "annotate it anew"),
        (("annotate", "saved.json", "--format", "inplace"), "quotes render --source PAGE marks it in its page"),
    ],
)
def test_what_cannot_be_done_is_told(args: tuple[str, ...], message: str, page: Path, run_quotes: RunQuotes) -> None:
    """Exit code 2, one line that says what to do, and no file."""
    Path("note.txt").write_text("“Go,” he said.", encoding="cp1252")
    run_quotes("annotate", page, "-o", "saved.json")
    done = run_quotes(*args)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert page.read_bytes() == PAGE


HOSTILE = (
    "<article onclick=alert(1)><p>“<img src=x onerror=alert(1)>The pier is safe,” said "
    "<b>Ana &lt;script&gt;alert(1)&lt;/script&gt; Ruiz</b>.</p>"
    '<p>“{{ 7*7 }} &lt;/script&gt;&lt;script&gt;alert(1)” said Bo "onmouseover=alert(1)" Lind.</p></article>'
)


def test_a_hostile_page_adds_nothing_of_its_own(run_quotes: RunQuotes) -> None:
    """What stands in the added tags is escaped, whatever a page calls its people; other pages show it as text."""
    Path("bad.html").write_text(HOSTILE, encoding="utf-8")
    marked = run_quotes("annotate", "bad.html", "--format", "inplace", "--json-ld").stdout.decode()
    assert remove_marks(marked) == HOSTILE
    for tag in re.findall(r"<span data-quotes-id[^>]*>", marked):
        assert re.fullmatch(r'<span(?: [a-z-]+="[^"<>]*")+>', tag)
    shown = run_quotes("annotate", "bad.html", "--format", "html").stdout.decode()
    assert "<img src=x" not in shown
    assert "onerror" not in shown
