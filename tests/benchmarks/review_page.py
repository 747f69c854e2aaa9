"""How fast the review page of a very long document is, in a headless Chromium. Run by command.

    python -m tests.benchmarks.review_page                        # 100,000 words, 5,000 quotations
    python -m tests.benchmarks.review_page --keys 60 --axe        # fewer keys; axe-core on the whole page
    python -m tests.benchmarks.review_page --document doc.json    # a ready annotation of one's own

The document is generated and annotated once; only what comes after that is measured: making the page, its size, and
the page in use. An editor presses keys at a steady pace: accept, next, last, a speaker by digit, take back, another
filter. A key takes from its event to the frame that is shown next, as the Event Timing API of the browser tells it, in
steps of 8 ms; a key that is done within 16 ms counts as 16. In the same run stand, as a yardstick, a page with nothing
on it and the page of a short document, under the same keys: what they lose, the machine loses.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from quotes.model import Annotation
from tests.benchmarks.generated_texts import make_text, person

WORDS = 100_000
TALK = 0.53
"""How much of the text is talk, so that there are about 5,000 quotations."""
WHEN = ("morning", "fog", "dark", "rain", "early spring", "week before", "evening of the fair")
WHAT = ("nobody waved", "one was on fire", "they were late", "the last one stayed until noon", "it was over")
PAUSE_MS = 180
"""How long an editor waits between two keys; a very fast one."""

MIX = tuple("aaja2jkaua3ajjaukawoaa1jaxuajafa")
"""The keys of an editor: ``w`` stands for choosing another filter from the keyboard, and back."""

WATCH = """() => {
    window.__keys = [];
    const entries = new Map();
    window.__entries = entries;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (entry.name === "keydown") entries.set(entry.startTime, entry);
    }).observe({type: "event", durationThreshold: 16, buffered: true});
    addEventListener("keydown", event => {
        const key = {at: event.timeStamp, key: event.key, frames: null};
        window.__keys.push(key);
        requestAnimationFrame(() => requestAnimationFrame(now => { key.frames = performance.now() - key.at; }));
    }, {capture: true});
}"""

READ = """() => window.__keys.map(({at, key, frames}) => {
    const entry = window.__entries.get(at);
    const script = entry ? entry.processingEnd - entry.processingStart : 0;
    return {key, frames, shown: entry ? entry.duration : 16, script};
})"""


class Keys(NamedTuple):
    """How long keys took, in milliseconds.

    Attributes:
        shown: from the event to the frame shown next.
        frames: from the event to the second animation frame after it.
        script: in the page's own handlers.
        names: which key each was.
        busy: processor time of the page's main thread a key, what is done between two keys included: all of it, and
            what scripts, styles and layout take.
    """

    shown: list[float]
    frames: list[float]
    script: list[float]
    names: list[str]
    busy: dict[str, float]


def share(values: Sequence[float], part: float) -> float:
    """Return the value below which a part of all values lies (the nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def make_document() -> Annotation:
    """Return an annotation of about 100,000 words and 5,000 quotations: articles and stories, and talk between them."""
    from quotes import annotate

    parts: list[str] = []
    words = said = number = 0
    for paragraph in make_text("ordinary", 4_000_000).split("\n\n"):
        parts.append(paragraph)
        words += len(paragraph.split())
        while said < TALK * words:
            number += 1
            name = person(number % 40)
            part = f"“We saw the {number % 977} boats in the {WHEN[number % 7]}, and {WHAT[number % 5]},” said {name}."
            parts.append(part)
            words, said = words + len(part.split()), said + len(part.split())
        if words >= WORDS:
            return annotate("\n\n".join(parts) + "\n")
    raise AssertionError("the texts are too short")


class Page:
    """A page in the browser, with what it complains about."""

    def __init__(self, browser: Any, path: Path, scheme: str = "light") -> None:
        self.context = browser.new_context(viewport={"width": 1400, "height": 900}, color_scheme=scheme)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.path = path
        self.session = self.context.new_cdp_session(self.page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy(self) -> dict[str, float]:
        """Return the milliseconds that the main thread has worked so far."""
        found = {one["name"]: 1000 * one["value"] for one in self.session.send("Performance.getMetrics")["metrics"]}
        return {name: found[f"{name}Duration"] for name in ("Task", "Script", "RecalcStyle", "Layout")}

    def load(self) -> float:
        """Open the page, press a key as soon as it listens, and return the milliseconds until that key is answered."""
        self.page.goto(self.path.as_uri(), wait_until="commit")
        while not self.page.evaluate("document.documentElement.classList.contains('ready')"):
            time.sleep(0.005)
        self.page.evaluate(WATCH)
        self.page.keyboard.press("j")
        self.settle()
        return float(self.page.evaluate("window.__keys[0].at + window.__keys[0].frames"))

    def settle(self) -> None:
        """Wait until the last key has been answered."""
        while self.page.evaluate("window.__keys.some(key => key.frames === null)"):
            time.sleep(0.01)

    def press(self, names: Sequence[str]) -> Keys:
        """Press keys at an editor's pace and return how long they took."""
        self.page.evaluate(WATCH.replace("window.__keys = [];", "window.__keys.length = 0; return;"))
        before = self.busy()
        for number, name in enumerate(names):
            if name == "w":
                self.page.keyboard.press("w")
                self.page.wait_for_timeout(PAUSE_MS)
                self.page.keyboard.press("ArrowDown" if number % 2 else "ArrowUp")
                self.page.wait_for_timeout(PAUSE_MS)
                name = "Escape"
            self.page.keyboard.press(name)
            self.page.wait_for_timeout(PAUSE_MS)
        self.settle()
        self.page.wait_for_timeout(300)
        found = self.page.evaluate(READ)
        busy = {name: (spent - before[name]) / len(found) for name, spent in self.busy().items()}
        return Keys(*([one[name] for one in found] for name in ("shown", "frames", "script", "key")), busy=busy)


def mix(count: int) -> list[str]:
    """Return so many keys of the mix, over and over."""
    return [MIX[number % len(MIX)] for number in range(count)]


def line(title: str, keys: Keys) -> str:
    """Return a line of the table of keys."""
    figures = (share(keys.shown, 0.5), share(keys.shown, 0.95), max(keys.shown), share(keys.frames, 0.5))
    more = (share(keys.frames, 0.95), share(keys.script, 0.5), share(keys.script, 0.95))
    figures = (*figures, *more, keys.busy["Task"])
    return f"{title:<18}{len(keys.shown):>5}" + "".join(f"{figure:>9.0f}" for figure in figures)


def by_key(keys: Keys) -> str:
    """Return which keys took how long: the median and the longest of each."""
    names = sorted(set(keys.names))
    times = {name: [shown for shown, one in zip(keys.shown, keys.names, strict=True) if one == name] for name in names}
    return "  ".join(f"{name} {share(found, 0.5):.0f}/{max(found):.0f}" for name, found in times.items())


def find_chromium() -> str:
    """Return the path of a Chromium on this machine."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    sys.exit("there is no Chromium on this machine")


def count_faults(page: Page) -> tuple[int, float]:
    """Return how many elements break a rule of axe-core, and the seconds it looked."""
    import axe_playwright_python

    script = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    page.page.evaluate(script)
    start = time.perf_counter()
    found = page.page.evaluate(f"async () => (await axe.run({{runOnly: {json.dumps(tags)}}})).violations")
    for one in found:
        print(f"  {one['id']}: {len(one['nodes'])}, such as {one['nodes'][0]['html'][:100]}")
    return sum(len(one["nodes"]) for one in found), time.perf_counter() - start


def main() -> None:
    """Make the pages, measure them, and print the table."""
    from playwright.sync_api import sync_playwright

    from quotes import annotate
    from quotes.renderer import render

    parser = argparse.ArgumentParser(description="Measure the review page of a very long document.")
    parser.add_argument("--keys", type=int, default=160, help="how many keys are pressed on each page")
    parser.add_argument("--loads", type=int, default=5, help="how often the page is opened")
    parser.add_argument("--document", type=Path, help="a ready annotation (JSON) instead of the generated one")
    parser.add_argument("--keep", type=Path, help="write the generated annotation here, for --document")
    parser.add_argument("--beside", type=Path, help="a page made before, of another version, under the same keys")
    parser.add_argument("--axe", action="store_true", help="run axe-core on the whole page, in both themes")
    given = parser.parse_args()
    annotation = Annotation.model_validate_json(given.document.read_bytes()) if given.document else make_document()
    if given.keep:
        given.keep.write_text(annotation.model_dump_json(), encoding="utf-8")
    text = annotation.text or ""
    small = annotate(make_text("ordinary", 6_000))
    took = []
    for _ in range(3):
        begin = time.process_time()
        made = render(annotation, "review")
        took.append(time.process_time() - begin)
    print(
        f"{len(text.split()):,} words, {len(annotation.quotations):,} quotations, {len(annotation.speakers):,} speakers"
        f"; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    print(f"page made in {min(took):.2f} s of processor time (at most 2)")
    print(f"page {len(made.encode()) / len(text.encode()):.2f} times the text (less than 4)")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {
            "nothing": "<!doctype html><html class=ready><title>-</title><p>Nothing</p></html>",
            "short document": render(small, "review"),
            "long document": made,
        }
        if given.beside:
            pages["page beside"] = given.beside.read_bytes().decode("utf-8")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        lines = []
        for name, content in pages.items():
            path = Path(folder) / f"{name.replace(' ', '-')}.html"
            path.write_text(content, encoding="utf-8", newline="")
            loads = []
            for _ in range(given.loads):
                page = Page(browser, path)
                loads.append(page.load())
                page.context.close()
            page = Page(browser, path)
            page.load()
            keys = page.press(mix(given.keys))
            lines.append((name, loads, keys))
            if page.complaints:
                print(f"{name}: {page.complaints[:3]}")
            page.context.close()
        print("usable after load, ms: the best, the median and the worst of", given.loads)
        for name, loads, _ in lines:
            print(f"{name:<18}{min(loads):>9.0f}{share(loads, 0.5):>9.0f}{max(loads):>9.0f}")
        print("key to the frame shown, to the second frame, in scripts; the main thread's processor time a key; all ms")
        print(f"{'':<18}{'keys':>5}" + "".join(f"{head:>9}" for head in HEADS))
        for name, _, keys in lines:
            print(line(name, keys))
        for name, _, keys in lines[2:]:
            print(f"{name} by key, median/longest: {by_key(keys)}")
        if given.axe:
            for scheme in ("light", "dark"):
                page = Page(browser, Path(folder) / "long-document.html", scheme)
                page.load()
                faults, seconds = count_faults(page)
                print(f"axe-core, {scheme}: {faults} faults, in {seconds:.0f} s")
                page.context.close()
        browser.close()
    print(f"load of the machine at the end {os.getloadavg()[0]:.1f}")


HEADS = ("50%", "95%", "longest", "2nd 50%", "95%", "run 50%", "95%", "busy")

if __name__ == "__main__":
    main()
