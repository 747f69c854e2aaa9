"""The commands about an editor's corrections: ``quotes apply`` and ``quotes merge``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli.commands import main
from quotes.cli.output import check_output, write_output
from quotes.cli.shell import EXIT_FAULT

if TYPE_CHECKING:
    from quotes.model import Annotation
    from quotes.review.corrections import Corrections

__all__ = ["apply", "merge"]

_SHOWN_CHARS = 60
_out_option = click.option("-o", "--output", "out", metavar="OUT", help="File to write (default: standard output).")


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
        quotes apply saved.json corrections.json -o corrected.json
        quotes apply saved.json corrections.json | quotes render - -o page.html
        quotes apply new.json corrections.json --move -o corrected.json   # the text was edited since
    """
)
@click.argument("document", metavar="DOC.json|-")
@click.argument("corrections", metavar="CORRECTIONS.json")
@_out_option
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
@_out_option
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
        return "taken out"
    shown = []
    for name in ("kind", "speaker", "name", "role", "spans", "status", "start", "end", "label"):
        if name in fields:
            value = fields[name]
            shown.append(f"{name} {names.get(str(value), value) if name == 'speaker' else value}")
    return ", ".join(shown) or ", ".join(fields)
