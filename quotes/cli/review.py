"""The commands about an editor's corrections: ``quotes review``, ``quotes apply`` and ``quotes merge``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli.annotating import AnnotatingOptions, options_of_annotating
from quotes.cli.group import main
from quotes.cli.options import check_reader, option_of_encoding, option_of_input_format, option_of_output
from quotes.cli.output import check_output, write_output
from quotes.cli.shell import EXIT_FAULT

if TYPE_CHECKING:
    from quotes.model import Annotation
    from quotes.renderer.inbox import InboxRow
    from quotes.review.corrections import Corrections
    from quotes.review.inbox import Item

__all__ = ["apply", "merge", "open_document", "review"]

_SHOWN_CHARS = 60


def _read_annotation(path: str) -> Annotation:
    from quotes.formats import read
    from quotes.model import Annotation

    annotation = read(path, format="json")
    assert isinstance(annotation, Annotation)  # noqa: S101 - the reader named gives nothing else
    return annotation


def _read_corrections(path: str) -> Corrections:
    from quotes.errors import ReadError
    from quotes.review.corrections import read_corrections

    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(path, None, f"the file cannot be read: {error.strerror or error}") from None
    return read_corrections(data, path=path)


def _shorten(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN_CHARS else line[: _SHOWN_CHARS - 1] + "…"


@main.command(
    examples="""
        quotes review saved.json
        quotes review talks/*.txt --open
        quotes apply saved.json saved.json.corrections.json -o corrected.json   # afterwards
    """
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port (default: any that is free).")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser.")
@options_of_annotating
@option_of_encoding
@option_of_input_format
def review(
    files: tuple[str, ...],
    port: int,
    open_browser: bool,
    how: AnnotatingOptions,
    encoding: str | None,
    input_format: str | None,
) -> None:
    """Review documents in the browser: a page for each, corrections saved beside each.

    FILE is a saved annotation, or any document, whose annotation is then kept as FILE.annotation.json. Corrections are
    kept as FILE.corrections.json, whole after every change, so that Ctrl-C loses nothing; files of these two names are
    left out where others are named. The server can be reached from this machine only, by the address it prints, which
    is good for one visit.
    """
    files = tuple(file for file in files if not file.endswith((".corrections.json", ".annotation.json"))) or files
    for file in files:
        if not Path(file).is_file():
            raise click.UsageError(f"There is no file {file}.")
    check_reader(input_format)
    how.read_people(), how.read_house()  # what is wrong with them is told before the server starts
    from quotes.renderer import render
    from quotes.renderer.inbox import render_inbox
    from quotes.renderer.review import Saving
    from quotes.review.inbox import Inbox
    from quotes.review.server import ReviewApp, make_server

    def render_item(item: Item, path: str, token: str, corrections: str | None, version: str) -> str:
        return render(item.annotation, "review", saving=Saving(path, token, corrections, version, "/"))

    def list_items(items: Iterable[Item]) -> str:
        return render_inbox([_row(number, item) for number, item in enumerate(items, 1)])

    def open_named(path: Path) -> Annotation:
        return open_document(path, encoding=encoding, format=input_format, how=how)

    inbox = Inbox([Path(file) for file in files], open_named)
    apps: list[ReviewApp] = []

    def make_app(own_port: int) -> ReviewApp:
        apps.append(ReviewApp(inbox, render_item, list_items, own_port))
        return apps[0]

    try:
        server = make_server(make_app, port=port)
    except OSError as error:
        raise click.UsageError(f"{error}.") from None
    address = f"http://127.0.0.1:{server.port}{apps[0].entry}"
    click.echo(address)
    click.echo("Ctrl-C ends it; every change is saved by then.", err=True)
    if open_browser:
        click.launch(address)
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        click.echo("Ended.", err=True)
    finally:
        server.server_close()


def open_document(
    path: Path,
    *,
    encoding: str | None = None,
    format: str | None = None,
    how: AnnotatingOptions = AnnotatingOptions(),  # noqa: B008 - an immutable value
) -> Annotation:
    """Return the annotation of a document; one that is made anew is kept beside it, for corrections to go on to fit."""
    from quotes.formats import read, write_annotation
    from quotes.model import Annotation
    from quotes.review.sidecar import Sidecar

    kept = path.with_name(path.name + ".annotation.json")
    document = read(str(path), encoding=encoding, format=format)
    if isinstance(document, Annotation):
        return document
    if kept.is_file():
        annotation = _read_annotation(str(kept))
        if annotation.text == document.text:
            return annotation
    annotation = how.annotate(document)
    Sidecar(kept).write(write_annotation(annotation) + "\n")
    return annotation


def _row(number: int, item: Item) -> InboxRow:
    """Return the line of the inbox for one document; what is wrong with it is told there."""
    from quotes.errors import QuotesError
    from quotes.renderer.inbox import InboxRow

    href = f"/documents/{number}/"
    try:
        progress = item.progress()
    except QuotesError as error:
        return InboxRow(item.path.name, href, fault=str(error))
    return InboxRow(item.path.name, href, progress.left, progress.total, progress.likely_wrong)


@main.command(
    examples="""
        quotes apply saved.json corrections.json -o corrected.json
        quotes apply saved.json corrections.json | quotes render - -o page.html
        quotes apply new.json corrections.json --move -o corrected.json   # the text was edited since
    """
)
@click.argument("document", metavar="DOC.json|-")
@click.argument("corrections", metavar="CORRECTIONS.json")
@option_of_output
@click.option("--move", is_flag=True, help="The text has changed: find each place again by its words, and say so.")
@click.pass_context
def apply(ctx: click.Context, document: str, corrections: str, out: str | None, move: bool) -> None:
    """Apply an editor's corrections to a saved annotation.

    Every change is held against what is there: where something else is found, nothing is written. Applied a second
    time, nothing changes. With --move, places are found by their words; what was moved and what could not be applied
    is listed, and the exit code is 1 if anything could not.
    """
    check_output(out, [document, corrections])
    from quotes.formats import write_annotation_parts
    from quotes.review.apply import apply_corrections, apply_moved

    annotation, log = _read_annotation(document), _read_corrections(corrections)
    applied = (
        apply_moved(annotation, log) if move and log.sha256 != annotation.sha256 else apply_corrections(annotation, log)
    )
    for was, now, words in applied.moved:
        click.echo(f"moved: {was.start} -> {now.start}  {_shorten(words)}", err=True)
    for number, what, reason in applied.refused:
        click.echo(f"not applied: {number}. {_shorten(what)}: {reason}", err=True)
    write_output(out, write_annotation_parts(applied.annotation))
    if applied.was_applied:
        click.echo("These corrections were applied before; nothing was changed.", err=True)
    else:
        rest = f", {len(applied.refused)} not" if applied.refused else ""
        click.echo(
            f"{applied.actions} of {len(log.actions)} action{'' if len(log.actions) == 1 else 's'} applied{rest}.",
            err=True,
        )
    ctx.exit(EXIT_FAULT if applied.refused else 0)


@main.command(
    examples="""
        quotes merge saved.json ann.json bo.json -o both.json
    """
)
@click.argument("document", metavar="DOC.json|-")
@click.argument("one", metavar="A.json")
@click.argument("other", metavar="B.json")
@option_of_output
@click.pass_context
def merge(ctx: click.Context, document: str, one: str, other: str, out: str | None) -> None:
    """Join two reviewers' corrections of one document, and say how far they agree.

    What both did, or one did and the other left alone, is written as one corrections file. What they did differently
    is listed and left as it was before either. Exit code 1 if they differ anywhere.
    """
    check_output(out, [document, one, other])
    from quotes.review.corrections import write_corrections
    from quotes.review.merge import measure_agreement, merge_corrections

    annotation = _read_annotation(document)
    sides = _read_corrections(one), _read_corrections(other)
    merged = merge_corrections(annotation, *sides)
    agreement = measure_agreement(annotation, *sides)
    words = {quotation.id: annotation.words_of(quotation) for quotation in annotation.quotations if annotation.text}
    names = {speaker.id: speaker.display_name for speaker in annotation.speakers}
    names |= sides[1].speakers | sides[0].speakers
    for conflict in merged.conflicts:
        what = words.get(conflict.id) or names.get(conflict.id, "")
        click.echo(
            f"conflict: {conflict.record} {conflict.id}  {_shorten(what)}\n"
            f"  {sides[0].by or one}: {_describe(conflict.one, names)}\n"
            f"  {sides[1].by or other}: {_describe(conflict.other, names)}",
            err=True,
        )
    write_output(out, write_corrections(merged.corrections))
    click.echo(
        f"{merged.both} done alike, {merged.only_one} and {merged.only_other} by one alone, "
        f"{len(merged.conflicts)} in conflict.",
        err=True,
    )
    if agreement.decided:
        figures = "".join(
            f", {name} {value:.3f}"
            for name, value in (("kappa", agreement.kappa), ("alpha", agreement.alpha))
            if value is not None
        )
        click.echo(f"Of {agreement.decided} quotations both decided, {agreement.same} are alike{figures}.", err=True)
    ctx.exit(EXIT_FAULT if merged.conflicts else 0)


def _describe(fields: dict[str, object] | None, names: dict[str, str]) -> str:
    """Return the decided fields in words."""
    if fields is None:
        return "not there"
    shown = []
    for name in ("kind", "speaker", "name", "role", "spans", "status", "start", "end", "label", "note"):
        if name in fields:
            value = fields[name]
            shown.append(f"{name} {names.get(str(value), value) if name == 'speaker' else value}")
    return ", ".join(shown) or ", ".join(fields)
