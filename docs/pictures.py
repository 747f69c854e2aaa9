"""Make the pictures of the README and of the pages: ``python docs/pictures.py``; a name or two makes only those.

Each picture is a page of the program, made from a document of the corpus or of the tutorial, opened by a Chromium in a
window of a fixed size, light and dark. Needs ``quotes[test]`` and a Chromium (``CHROMIUM`` names one).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent / "corpus"


class Picture(NamedTuple):
    """How one picture is made.

    Attributes:
        make: writes the page into a folder and returns its path, or serves it and gives its address.
        size: of the window, in CSS pixels.
        act: what a reader does before the picture is taken.
    """

    make: Callable[[Path], Path | AbstractContextManager[str]]
    size: tuple[int, int]
    act: Callable[[Page], None] = lambda page: None


def run(folder: Path, *words: str | Path) -> None:
    """Run ``quotes`` with these words in a folder."""
    subprocess.run([sys.executable, "-m", "quotes", *map(str, words)], cwd=folder, check=True, capture_output=True)


def annotate(folder: Path, source: Path, name: str, form: str, *options: str) -> Path:
    """Make a page of a document under a name of its own, which becomes its title."""
    shutil.copyfile(source, folder / name)
    run(folder, "annotate", name, "--format", form, "-o", "page.html", *options)
    return folder / "page.html"


def make_page(folder: Path) -> Path:
    """The annotated page of a broadcast."""
    return annotate(folder, CORPUS / "broadcast-ferry" / "text.txt", "Saltmarsh: the ferry dispute.txt", "html")


def make_timeline(folder: Path) -> Path:
    """The page of a newscast's captions."""
    return annotate(
        folder, CORPUS / "captions-newscast" / "text.txt", "Floods close the road to Marlow Ford.srt", "html"
    )


def make_review(folder: Path) -> Path:
    """The review page of the broadcast."""
    return annotate(folder, CORPUS / "broadcast-ferry" / "text.txt", "Saltmarsh: the ferry dispute.txt", "review")


def make_report(folder: Path) -> Path:
    """The report of an evaluation of the corpus."""
    texts = folder / "texts"
    texts.mkdir()
    for path in sorted(CORPUS.glob("*/text.txt")):
        shutil.copyfile(path, texts / f"{path.parent.name}.txt")
    run(folder, "batch", "texts", "-o", "annotated.jsonl")
    shutil.copytree(CORPUS, folder / "corpus")
    run(folder, "evaluate", "corpus", "annotated.jsonl", "-o", "report.html", "--by", "kind")
    return folder / "report.html"


def write_tutorial_text(folder: Path) -> Path:
    """The document of the tutorial, as its page has it."""
    page = (HERE / "pages" / "tutorial.md").read_text(encoding="utf-8")
    found = re.search(r'```text title="ferry-night.txt"\n(.*?)```', page, re.DOTALL)
    assert found is not None, "the tutorial has no ferry-night.txt"
    (folder / "source").write_text(found[1], encoding="utf-8", newline="\n")
    return folder / "source"


def make_tutorial_page(folder: Path) -> Path:
    """The annotated page of the tutorial."""
    return annotate(folder, write_tutorial_text(folder), "ferry-night.txt", "html")


def make_tutorial_review(folder: Path) -> Path:
    """The review page of the tutorial."""
    return annotate(folder, write_tutorial_text(folder), "ferry-night.txt", "review")


@contextmanager
def serve_inbox(folder: Path) -> Iterator[str]:
    """Serve four documents for review, and give the address."""
    names = []
    for document in ("broadcast-ferry", "court-report", "feature-long-names", "wire-brothers"):
        names.append(f"{document}.txt")
        shutil.copyfile(CORPUS / document / "text.txt", folder / names[-1])
    command = [sys.executable, "-m", "quotes", "review", *names]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def check_some(page: Page) -> None:
    """Accept what the first two documents ask first, and go back to the list."""
    inbox = page.url
    for number, count in ((1, 9), (2, 4)):
        page.goto(f"{inbox.rstrip('/')}/documents/{number}/")
        page.wait_for_timeout(300)
        press(*"a" * count)(page)
        page.wait_for_timeout(1500)
    page.goto(inbox)


def open_quotation(words: str) -> Callable[[Page], None]:
    """Click on the quotation with these words, on the annotated page."""

    def act(page: Page) -> None:
        page.get_by_text(words).locator("visible=true").first.click()
        page.evaluate("scrollTo(0, 0)")

    return act


def press(*keys: str) -> Callable[[Page], None]:
    """Press keys, on the review page."""

    def act(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(100)

    return act


PICTURES: Mapping[str, Picture] = {
    "page": Picture(make_page, (1280, 1200), open_quotation("I know that nobody chooses")),
    "timeline": Picture(make_timeline, (1280, 800), open_quotation("We knocked on every door")),
    "review": Picture(make_review, (1440, 900), press("a", "a")),
    "report": Picture(make_report, (1100, 2230)),
    "inbox": Picture(serve_inbox, (1100, 450), check_some),
    "tutorial-page": Picture(make_tutorial_page, (1280, 900), open_quotation("I have a bed at home")),
    "tutorial-review": Picture(make_tutorial_review, (1280, 800)),
}
"""Name of the file without ``.png`` or ``-dark.png``, and how it is made."""


def take(browser: Browser, picture: Picture, scheme: Literal["light", "dark"], target: Path) -> None:
    """Take one picture in one colour scheme."""
    width, height = picture.size
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        made = picture.make(Path(folder))
        address = made.as_uri() if isinstance(made, Path) else stack.enter_context(made)
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(address)
        page.wait_for_timeout(300)
        picture.act(page)
        page.wait_for_timeout(300)
        page.screenshot(path=target)
        context.close()


def main(names: list[str]) -> None:
    """Make the pictures named, or all."""
    from playwright.sync_api import sync_playwright

    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for name in names or PICTURES:
            for scheme, suffix in (("light", ""), ("dark", "-dark")):
                take(browser, PICTURES[name], scheme, HERE / f"{name}{suffix}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
