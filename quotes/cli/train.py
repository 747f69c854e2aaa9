"""The command ``quotes train``: weights, from training data or from corrected documents."""

from __future__ import annotations

from pathlib import Path

import click

from quotes.cli.group import main

__all__ = ["train"]


@main.command(
    examples="""
        quotes train --documents corrected/                # go on from the weights that are there
        quotes train --data corpora/ --out weights/        # make them anew
        quotes train --data corpora/ --documents corrected/ --out weights/
    """
)
@click.option("--data", metavar="DIR", help="Folder with the training data; every weight is made anew.")
@click.option(
    "--documents",
    metavar="PATH",
    help="Your own corrected documents: annotations (JSON, JSON Lines, a folder) that an editor accepted or corrected.",
)
@click.option("--out", metavar="DIR", help="Folder to write the weights to (default: inside the package).")
def train(data: str | None, documents: str | None, out: str | None) -> None:
    """Make the weights that ship with the package, or go on from them with your own corrected documents.

    A model card beside them says what they were made from and how well they do. With --documents alone only the
    weights that choose a quotation's source are changed, as far as your corrections say.
    """
    if data is None and documents is None:
        raise click.UsageError("Name the training data with --data, or your corrected documents with --documents.")
    if data is not None and not Path(data).is_dir():
        raise click.UsageError(f"There is no folder {data}.")
    own, target = (None if name is None else Path(name) for name in (documents, out))
    try:
        from quotes.training import adapt
        from quotes.training import train as train_weights

        if data is not None:
            train_weights(Path(data), target, documents=own, progress=_tell_progress)
        elif own is not None:
            adapt(own, target, progress=_tell_progress)
    except ModuleNotFoundError as error:
        raise click.UsageError(f"Training needs {error.name}: pip install 'quotes[train]'.") from None


def _tell_progress(message: object) -> None:
    """Say on stderr what is being done."""
    click.echo(message, err=True)
