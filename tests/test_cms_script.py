"""The documented way of an article through a newsroom: annotated, checked by an editor, published with its marks."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from quotes.renderer.inplace import remove_marks
from tests.conftest import RunQuotes

EXAMPLE = Path(__file__).parent / "example_cms"


def read_script() -> list[list[str]]:
    """The commands of the script, each as its words."""
    lines = (EXAMPLE / "publish.sh").read_text(encoding="utf-8").splitlines()
    commands = [shlex.split(line) for line in lines if line and not line.startswith("#")]
    assert all(command[0] == "quotes" for command in commands)
    return [command[1:] for command in commands]


@pytest.fixture
def article(tmp_path: Path, corpus: Path) -> Path:
    """A clean folder with the article and the editor's corrections."""
    shutil.copy(corpus / "web-crane" / "page.html", tmp_path / "article.html")
    shutil.copy(EXAMPLE / "corrections.json", tmp_path / "corrections.json")
    return tmp_path / "article.html"


def test_the_script_publishes_what_an_editor_accepted(article: Path, run_process: RunQuotes) -> None:
    """Each command succeeds; the page is the one that came in, with tags and one script element added."""
    for command in read_script():
        done = run_process(*command)
        assert done.returncode == 0, done.stderr
    published = article.with_name("published.html").read_bytes().decode("utf-8")
    assert remove_marks(published).encode("utf-8") == article.read_bytes()
    checked = json.loads(article.with_name("checked.json").read_bytes())
    statuses = {quotation["id"]: quotation["status"] for quotation in checked["quotations"]}
    marked = set(re.findall(r'data-quotes-id="(\w+)"', published))
    assert marked == {id for id, status in statuses.items() if status != "rejected"}
    assert "rejected" in statuses.values()
    (script,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', published, re.DOTALL)
    names = {each["name"]: each for each in find_all(json.loads(script), "Person")}
    assert {"Ottilie Brandreth", "Caius Ferrow"} <= names.keys()
    assert "Ines Halloway" not in names  # the editor has rejected what she said
    assert len(find_all(json.loads(script), "Quotation")) >= list(statuses.values()).count("accepted") == 3


def test_the_script_stops_where_the_article_was_edited(article: Path, run_process: RunQuotes) -> None:
    """Corrections of another text are not applied, and nothing is written."""
    article.write_bytes(article.read_bytes().replace(b"fourteen months", b"fifteen months"))
    annotating, _, applying, _ = read_script()
    assert run_process(*annotating).returncode == 0
    done = run_process(*applying)
    assert done.returncode == 2
    assert not article.with_name("checked.json").exists()


def find_all(value: object, type: str) -> list[dict[str, str]]:
    """Every object of a schema.org type in a JSON value."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    here = [value] if isinstance(value, dict) and value.get("@type") == type else []
    return here + [each for part in parts for each in find_all(part, type)]
