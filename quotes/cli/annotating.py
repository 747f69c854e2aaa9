"""What every command that annotates takes: people and words of the house, kinds, threshold, stages."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from quotes.cli.completing import KINDS, complete_kinds, complete_stages

if TYPE_CHECKING:
    from quotes.cli.progress import TellStage
    from quotes.lexicon import House
    from quotes.lexicon.cues import HouseVerb
    from quotes.model import Annotation, Document, RosterEntry

__all__ = ["KINDS", "AnnotatingOptions", "option_of_cue_verbs", "options_of_annotating", "read_verbs"]

_FILE = re.compile(r"[/\\]|\.\w+\Z")
"""What tells the name of a file from words."""


class AnnotatingOptions(NamedTuple):
    """What the options of annotating say.

    Attributes:
        roster: file of people known beforehand, or None.
        aliases: file of names that are one person, or None.
        cue_verbs: verbs with commas between, or a file of them, or None.
        roles: roles with commas between, or a file of them, or None.
        kinds: kinds to look for; None for all.
        min_confidence: the threshold, or None for the pipeline's own.
        stages: names of stages of installed packages.
        weights: own weights that choose sources, or None for those that ship.
    """

    roster: str | None = None
    aliases: str | None = None
    cue_verbs: str | None = None
    roles: str | None = None
    kinds: frozenset[str] | None = None
    min_confidence: float | None = None
    stages: tuple[str, ...] = ()
    weights: str | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The files that are read."""
        words = (name for name in (self.cue_verbs, self.roles) if name is not None and _FILE.search(name))
        return (*(name for name in (self.roster, self.aliases, self.weights) if name is not None), *words)

    def read_people(self) -> tuple[RosterEntry, ...]:
        """Read the people known beforehand.

        Raises:
            ReadError: one of the files cannot be used.
        """
        if self.roster is None and self.aliases is None:
            return ()
        from quotes.formats import read_aliases, read_roster

        people = () if self.roster is None else read_roster(self.roster)
        return people if self.aliases is None else read_aliases(self.aliases, people)

    def read_house(self) -> House:
        """Read the words of the house.

        Raises:
            ReadError: one of the files cannot be used.
            click.UsageError: words that were given are none.
        """
        from quotes.lexicon import NO_HOUSE, House

        if self.cue_verbs is None and self.roles is None:
            return NO_HOUSE
        verbs = read_verbs(self.cue_verbs)
        if self.roles is not None and _FILE.search(self.roles):
            from quotes.formats import read_roles

            return House.of(cue_verbs=verbs, roles=read_roles(self.roles))
        try:
            return House.of(cue_verbs=verbs, roles=_split(self.roles))
        except ValueError as error:
            raise click.UsageError(f"--roles: {error}.") from None

    def annotate(
        self, document: Document | Annotation, *, anew: bool = False, progress: TellStage | None = None
    ) -> Annotation:
        """Annotate one document as the options say; ``progress`` is told which stage it is in, and how far."""
        people, house = self.read_people(), self.read_house()
        from quotes.attributor.source_weights import read_source_weights
        from quotes.pipeline import DEFAULT_MIN_CONFIDENCE, annotate, with_plugins

        return annotate(
            document,
            roster=people,
            kinds=self.kinds,
            anew=anew,
            min_confidence=DEFAULT_MIN_CONFIDENCE if self.min_confidence is None else self.min_confidence,
            stages=with_plugins(self.stages),
            house=house,
            weights=None if self.weights is None else read_source_weights(self.weights),
            progress=progress,
        )


def read_verbs(cue_verbs: str | None) -> tuple[HouseVerb, ...]:
    """Return the verbs that ``--cue-verbs`` gives, in a file or with commas between.

    Raises:
        ReadError: the file cannot be used.
        click.UsageError: one of the words is no verb.
    """
    if cue_verbs is None:
        return ()
    if _FILE.search(cue_verbs):
        from quotes.formats import read_cue_verbs

        return read_cue_verbs(cue_verbs)
    from quotes.lexicon import House

    try:
        return House.of(cue_verbs=_split(cue_verbs)).cue_verbs
    except ValueError as error:
        raise click.UsageError(f"--cue-verbs: {error}.") from None


def _split(words: str | None) -> Sequence[str]:
    """Return what stands between commas."""
    return [word.strip() for word in (words or "").split(",") if word.strip()]


def _check_kinds(_: click.Context, __: click.Parameter, value: str | None) -> frozenset[str] | None:
    """Turn "direct,mixed" into a set of kinds."""
    if value is None:
        return None
    kinds = _split(value)
    wrong = [kind for kind in kinds if kind not in KINDS]
    if wrong or not kinds:
        shown = ", ".join(wrong) or "nothing"
        raise click.BadParameter(f"{shown} is no kind; kinds are {', '.join(KINDS)}, with commas between.")
    return frozenset(kinds)


option_of_cue_verbs = click.option(
    "--cue-verbs",
    metavar="VERBS|FILE",
    help="Verbs that report speech in this house: with commas between, or a file with one a line.",
)


def options_of_annotating(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of everything that annotates; the command gets them together as ``how``."""

    @functools.wraps(command)
    def with_options(*args: Any, **options: Any) -> Any:
        how = AnnotatingOptions(**{name: options.pop(name) for name in AnnotatingOptions._fields})
        return command(*args, how=how, **options)

    made: Callable[..., Any] = with_options
    for option in (
        click.option(
            "--stage",
            "stages",
            multiple=True,
            metavar="NAME",
            shell_complete=complete_stages,
            help="Run a stage that an installed package offers, behind the built-in ones; may be given again.",
        ),
        click.option(
            "--weights",
            metavar="PATH",
            help="Own weights that choose the source of a quotation: the folder that quotes train --out wrote.",
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            metavar="P",
            help="Leave the speaker open below this probability; 0 always names the best candidate.",
        ),
        click.option(
            "--kinds",
            metavar="KINDS",
            callback=_check_kinds,
            shell_complete=complete_kinds,
            help=f"Kinds to look for: {','.join(KINDS)} (all).",
        ),
        click.option(
            "--roles",
            metavar="ROLES|FILE",
            help="What people are called for what they do in this house: with commas between, or a file with one a "
            "line.",
        ),
        option_of_cue_verbs,
        click.option(
            "--aliases",
            metavar="FILE",
            help="Names that are one person: CSV with canonical,alias,role,affiliation, or TOML with [[person]] "
            "tables. With a roster, its people only.",
        ),
        click.option(
            "--roster", metavar="FILE", help="People known beforehand: a JSON list, or TOML with [[roster]] tables."
        ),
    ):
        made = option(made)
    return made
