"""The review page opened in a real browser, for its tests: what an editor sees, presses and saves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quotes.formats import write_annotation
from quotes.model import Annotation, Candidate, Document, Quotation, Speaker, Turn
from quotes.renderer import render
from quotes.spans import Span

READ = """() => Array.from(document.querySelector("#text").textContent, c => c.codePointAt(0))"""


SELECT = """words => {
    const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0) continue;
        getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
        return;
    }
}"""


class Review:
    """A review page opened from a file, with what the browser complained about."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.url = path.as_uri()
        self.page.goto(self.url)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type words."""
        self.page.keyboard.type(words)

    @property
    def name(self) -> str:
        """Who is named as the speaker of the open quotation."""
        return str(self.page.locator("#panel h2").inner_text())

    @property
    def status(self) -> str:
        """The last announcement."""
        return str(self.page.locator("#status").text_content())

    @property
    def words(self) -> str:
        """The words of the open quotation, its parts joined."""
        return " ".join(self.page.locator("#text mark.on").all_text_contents())

    def open(self, annotation: Annotation, words: str) -> None:
        """Open the quotation that begins with these words, by its number."""
        ordered = sorted(annotation.quotations, key=lambda one: (one.spans[0].start, -one.spans[-1].end))
        number = next(n for n, one in enumerate(ordered, 1) if annotation.words_of(one).startswith(words))
        self.press("g")
        self.type(str(number))
        self.press("Enter")

    def save(self) -> dict[str, Any]:
        """Save the corrections as a file, and return them."""
        with self.page.expect_download() as waiting:
            self.press("Shift+S")
        saved = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
        assert isinstance(saved, dict)
        return saved

    def read(self, script: str) -> Any:
        """Return what a script gives in the page."""
        return self.page.evaluate(script)

    def wait(self, script: str) -> None:
        """Wait until a script gives true; playwright's own way needs an eval that the page's policy forbids."""
        for _ in range(400):
            if self.read(script):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never true: {script}")


Open = Callable[..., Review]


@pytest.fixture
def review(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open annotations for review: ``review(annotation, color_scheme="dark")``."""
    opened: list[Review] = []

    def open_page(annotation: Annotation, **options: Any) -> Review:
        path = tmp_path / f"review{len(opened)}.html"
        path.write_text(render(annotation, "review"), encoding="utf-8", newline="")
        opened.append(Review(browser, path, **options))
        return opened[-1]

    yield open_page
    for each in opened:
        each.context.close()


@pytest.fixture
def apply(run_quotes: Any, tmp_path: Path) -> Callable[[Annotation, dict[str, Any]], Annotation]:
    """Apply corrections with the command line: ``apply(annotation, corrections)``."""

    def run(annotation: Annotation, corrections: dict[str, Any]) -> Annotation:
        (tmp_path / "doc.json").write_text(write_annotation(annotation), encoding="utf-8")
        (tmp_path / "log.json").write_text(json.dumps(corrections), encoding="utf-8")
        done = run_quotes("apply", tmp_path / "doc.json", tmp_path / "log.json", "-o", tmp_path / "out.json")
        assert done.returncode == 0, done.stderr
        return Annotation.model_validate_json((tmp_path / "out.json").read_bytes())

    return run


def by_words(annotation: Annotation, words: str) -> Quotation:
    """The quotation that begins with these words."""
    return next(one for one in annotation.quotations if annotation.words_of(one).startswith(words))


def named(annotation: Annotation, words: str) -> str | None:
    """Who says the quotation that begins with these words."""
    speaker = annotation.speaker(by_words(annotation, words).speaker)
    return speaker.display_name if speaker else None


def sightings() -> Annotation:
    """A text in which "the keeper" speaks four times, and is taken for the wrong one."""
    lines = [f'"The lamp was out on night {word}," the keeper said.' for word in ("one", "two", "three", "four")]
    text = "Orla Fenn met Bram Tolley.\n" + "\n".join(lines) + "\n"
    quotations = []
    for number, line in enumerate(lines):
        start = text.index(line)
        span = Span(start + 1, text.index('"', start + 1))
        source = Span(text.index("the keeper", start), text.index("the keeper", start) + len("the keeper"))
        others = (Candidate(speaker="s1", confidence=0.6), Candidate(speaker="s2", confidence=0.3))
        quotations.append(
            Quotation(
                id=f"q{span.start}",
                kind="direct",
                spans=(span,),
                content=(span,),
                speaker="s1",
                confidence=0.6 + number / 100,
                source=source,
                candidates=others,
            )
        )
    speakers = (Speaker(id="s1", name="Orla Fenn"), Speaker(id="s2", name="Bram Tolley"))
    return Annotation.of(Document(id="lamp", text=text), quotations=tuple(quotations), speakers=speakers)


def voices() -> Annotation:
    """A transcript of two voices known by label only, three turns of one of them."""
    text = "A: The tide turns at nine.\nB: It turns at ten.\nA: Nine, I say.\nA: And that is that.\n"
    turns, quotations, start = [], [], 0
    for line in text.splitlines():
        label, span = line[0], Span(start + 3, start + len(line))
        speaker = "s1" if label == "A" else "s2"
        turns.append(Turn(start=start, end=span.end, speaker=speaker, label=label))
        quotations.append(
            Quotation(
                id=f"q{span.start}", kind="direct", spans=(span,), content=(span,), speaker=speaker, confidence=0.8
            )
        )
        start += len(line) + 1
    speakers = tuple(
        Speaker(id=speaker, labels=(label,), kind="unnamed") for speaker, label in (("s1", "A"), ("s2", "B"))
    )
    return Annotation.of(
        Document(id="tide", text=text), quotations=tuple(quotations), speakers=speakers, turns=tuple(turns)
    )
