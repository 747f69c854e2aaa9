"""The site in ``docs/`` is built, strictly; its links lead somewhere, and it asks nothing of the network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest

if any(find_spec(name) is None for name in ("mkdocs", "material", "mkdocstrings_handlers")):
    pytest.skip("building the documentation needs quotes[docs]", allow_module_level=True)

FETCHED = {"link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src"}
"""Elements whose addresses a browser fetches by itself."""


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built as its users build it: any warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "-f",
            str(root / "docs" / "mkdocs.yml"),
            "-d",
            str(folder),
        ],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root), "NO_MKDOCS_2_WARNING": "1"},
        timeout=600,
    )
    assert done.returncode == 0, done.stderr.decode()
    return folder


class _Page(HTMLParser):
    """Collects what a page links to, fetches, and can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what is of interest from one tag."""
        values = dict(attrs)
        self.ids |= {value for value in (values.get("id"), values.get("name")) if value}
        address = values.get(FETCHED.get(tag, ""))
        if address and values.get("rel") != "canonical":
            self.fetched.append(address)
        if tag == "a" and (link := values.get("href")):
            self.links.append(link)


def read_pages(site: Path) -> Iterator[tuple[Path, _Page]]:
    """Give every page of the site, but the one that is shown for those that are missing."""
    for path in sorted(site.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        if path.name != "404.html":
            yield path, page


def test_links_and_their_anchors_lead_somewhere(site: Path) -> None:
    """Each link inside the site has its file, and each anchor its place in it."""
    pages = dict(read_pages(site))
    assert len(pages) > 20
    broken = []
    for path, page in pages.items():
        for link in page.links:
            address, anchor = urldefrag(link)
            if "://" in address or address.startswith("mailto:"):
                continue
            target = (path.parent / unquote(address)).resolve() if address else path
            known = pages.get(target)
            if not target.is_file() or (anchor and known is not None and unquote(anchor) not in known.ids):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert broken == []


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    """No page names a script, a style, a font or a picture outside the site, and no style sheet of it does."""
    pages = dict(read_pages(site))
    elsewhere = [f"{path}: {link}" for path, page in pages.items() for link in page.fetched if "//" in link]
    styles = {
        path: re.findall(r"(?:url\(|@import\s)[\"']?(?:https?:)?//[^)\s]*", path.read_text(encoding="utf-8"))
        for path in site.rglob("*.css")
    }
    assert elsewhere == []
    assert {path: found for path, found in styles.items() if found} == {}


def test_every_picture_has_words(site: Path) -> None:
    """Whoever does not see a picture is told what it shows."""
    without = [
        path.name
        for path in site.rglob("*.html")
        for tag in re.findall(r"<img\b[^>]*>", path.read_text(encoding="utf-8"))
        if not re.search(r'alt="[^"]{20,}"', tag)
    ]
    assert without == []


@pytest.mark.browser
def test_a_browser_reads_and_searches_it_without_a_network(site: Path, browser: Any) -> None:
    """Opened from the disk: no request leaves, nothing is wider than a narrow screen, and the search finds a page."""
    asked: list[str] = []
    widths: dict[str, Any] = {}
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.on("request", lambda request: asked.append(request.url))
    for path, _ in read_pages(site):
        page.goto(path.as_uri())
        widths[path.relative_to(site).as_posix()] = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((site / "index.html").as_uri())
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("diarizer")
    page.locator(".md-search-result__link").first.wait_for(timeout=20_000)
    found = page.locator(".md-search-result__link").count()
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert {name: width for name, width in widths.items() if width > 320} == {}
    assert found > 0
