"""What a whole day of talk costs: a timed transcript is read, its voices named, and its page made. Run by command.

    python tests/benchmarks/long_transcript.py               # ten hours, 100,000 words, as WebVTT
    python tests/benchmarks/long_transcript.py --hours 1 10  # two lengths, to see how the cost grows

The transcript is generated: twelve voices under labels, each introduced once, questions, answers and quotations. Prints
seconds of processor time for each step, and the whole as a multiple of what NLTK's word tokenizer needs for the text.
"""

from __future__ import annotations

import argparse
import io
import random
import time
from itertools import pairwise

WORDS_PER_HOUR = 10_000
_NAMES = (
    ("Ada", "Quillon"),
    ("Bela", "Brandt"),
    ("Caro", "Osei"),
    ("Dina", "Marlowe"),
    ("Emil", "Tavener"),
    ("Fara", "Ruskin"),
    ("Gosta", "Velde"),
    ("Hana", "Okafor"),
    ("Ivo", "Sandoval"),
    ("Jana", "Whitlock"),
    ("Kofi", "Ferrant"),
    ("Lena", "Amsel"),
)
_CLAUSES = (
    "we looked at the figures for the harbour again",
    "the second crane was late by a month",
    "nobody had asked the crews what they needed",
    "that is the part I would do differently",
    "the council agreed to pay for half of it",
    "and then the storm came and we had to begin again",
    "my neighbour told me, 'You will never finish that wall'",
    "so the plan changed, and I think it changed for the better",
    "it was cheaper than what we had before",
    "people said it could not be done in a winter",
)


def main() -> None:
    """Measure every length that the command line names."""
    parser = argparse.ArgumentParser(description="Measure a long timed transcript.")
    parser.add_argument("--hours", nargs="+", type=float, default=[10.0])
    given = parser.parse_args()
    print(f"{'hours':>6} {'words':>8} {'read':>6} {'annotate':>9} {'render':>7} {'all':>6} {'x NLTK':>7}  named")
    for hours in given.hours:
        print(measure(hours), flush=True)


def measure(hours: float) -> str:
    """Return the line for one length."""
    from nltk import NLTKWordTokenizer

    from quotes.formats import read
    from quotes.model import Document
    from quotes.pipeline import annotate
    from quotes.renderer import render

    text = make_webvtt(int(hours * WORDS_PER_HOUR))
    file = io.BytesIO(text.encode("utf-8"))
    file.name = "talk.vtt"
    marks = [time.process_time()]
    document = read(file)
    assert isinstance(document, Document)
    marks.append(time.process_time())
    annotation = annotate(document)
    marks.append(time.process_time())
    render(annotation, "html")
    marks.append(time.process_time())
    NLTKWordTokenizer().tokenize(text)
    yardstick = time.process_time() - marks[-1]
    steps = [after - before for before, after in pairwise(marks)]
    named = sum(1 for speaker in annotation.speakers if speaker.labels and speaker.name)
    words = int(hours * WORDS_PER_HOUR)
    return (
        f"{hours:>6.1f} {words:>8} {steps[0]:>6.2f} {steps[1]:>9.2f} {steps[2]:>7.2f} {sum(steps):>6.2f} "
        f"{sum(steps) / yardstick:>7.1f}  {named} of {len(_NAMES)}"
    )


def make_webvtt(words: int, seed: int = 7) -> str:
    """Return a transcript of about so many words: a caption for each clause, a voice tag on each."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    captions: list[str] = []
    count = milliseconds = 0

    def say(voice: int, clause: str) -> None:
        nonlocal count, milliseconds
        end = milliseconds + 360 * len(clause.split())
        captions.append(f"{_clock(milliseconds)} --> {_clock(end)}\n<v Speaker {voice + 1}>{clause}\n")
        milliseconds, count = end + 200, count + len(clause.split())

    say(0, f"Welcome, everybody. My name is {' '.join(_NAMES[0])}, and this is the harbour hour.")
    known = 1
    while count < words:
        voice = chance.randrange(known)
        if known < len(_NAMES) and chance.random() < 0.2:
            say(0, f"Our next guest is {' '.join(_NAMES[known])}. Welcome, {_NAMES[known][0]}.")
            voice, known = known, known + 1
            say(voice, "Thank you for having me.")
        elif voice:
            say(0, f"{_NAMES[voice][0]}, what happened then?")
        for _ in range(chance.randrange(4, 14)):
            clause = chance.choice(_CLAUSES)
            say(voice, clause[0].upper() + clause[1:] + ".")
    return "WEBVTT\n\n" + "\n".join(captions)


def _clock(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


if __name__ == "__main__":
    main()
