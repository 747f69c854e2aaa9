"""Turns measured whole: from annotations and transcripts to the lines of a report."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from talk_samples import Said, document

from quotes.errors import AnnotationError, ReadError
from quotes.evaluation import Reference, Tally, TimeRules, TranscriptReader, evaluate, evaluate_files
from quotes.model import Annotation, Document, Quotation, Speaker, Turn
from quotes.renderer.report import render_evaluation
from quotes.spans import Span

HARBOUR = (
    Said("Ines Okafor", "Is the harbour open?", 0, 2000),
    Said("Rolf Tande", "From noon. The gate sticks.", 2000, 5000),
    Said("Ines Okafor", "Thank you.", 5000, 6000),
)
HEARD = (
    Said("S0", "is the harbor open", 0, 1800),
    Said("S1", "from noon the gate sticks thank", 2000, 5400),
    Said("S0", "you", 5400, 6000),
)
SEGMENTS = tuple(part._replace(words="") for part in HEARD)


def _reference(parts: tuple[Said, ...], id: str = "harbour") -> Reference:
    return Reference(Annotation.of(document(parts, id)), scheme="voices")


def _annotation(parts: tuple[Said, ...], id: str = "harbour") -> Annotation:
    return Annotation.of(document(parts, id))


def test_a_transcript_against_itself_is_right() -> None:
    """No figure has an error, every name is right."""
    report = evaluate(_reference(HARBOUR), _annotation(HARBOUR))
    errors = (report.diarization, report.jaccard, report.identification, report.word_diarization)

    assert [each.rate for each in (*errors, report.concatenated_words, report.voice_count)] == [0.0] * 6
    assert (report.named_voices.f1, report.named_voices_in_full.rate, report.named_voice_words.f1) == (1.0, 1.0, 1.0)
    assert (report.voice_count_exact.rate, report.mistakes) == (1.0, ())


def test_words_of_another_recogniser_can_be_measured() -> None:
    """One word stands with the wrong voice, and comes back with its place and who got it."""
    report = evaluate(_reference(HARBOUR), _annotation(HEARD))
    (mistake,) = report.mistakes

    assert (report.word_diarization.count, report.word_diarization.total) == (1, 11)
    assert report.diarization.parts == {"missed": 200, "false alarm": 0, "confusion": 400}
    assert report.concatenated_words.count == 3
    assert (mistake.what, mistake.words, mistake.reference) == ("words", "Thank", "Ines Okafor")
    assert mistake.hypothesis == "S1, who stands for Rolf Tande"
    assert dict(report.words_by_voice)["Ines Okafor, as S0"].wanted == 6


def test_turns_of_another_text_are_judged_by_their_middle_words() -> None:
    """A name on both sides is right; a label is not, nor is a middle word that nothing stands against."""
    named = [part._replace(label=name) for part, name in zip(HEARD, ("Okafor", "R. Tande", "S0"), strict=True)]
    wanted = _reference((HARBOUR[0]._replace(label="OKAFOR"), HARBOUR[1], HARBOUR[2]._replace(label="OKAFOR")))

    assert evaluate(wanted, _annotation(tuple(named))).voices == Tally(1, 3)
    assert evaluate(wanted, wanted.annotation).voices == Tally(3, 3)
    assert evaluate(wanted, Annotation.of(Document(id="harbour", text=""))).voices == Tally(0, 3)
    assert evaluate(wanted, _annotation(SEGMENTS)).voices.rate is None


def test_times_alone_can_be_measured() -> None:
    """Without words there are no figures of words, and the report says so."""
    report = evaluate(_reference(HARBOUR), _annotation(SEGMENTS))

    assert report.word_diarization.rate is None
    assert report.diarization.count == 600
    assert report.left_out == ("WDER and cpWER: the hypothesis has no words",)
    assert dict(report.times_by_voice)["Rolf Tande, as S1"].recall == 1.0


def test_a_stretch_that_another_voice_has_is_shown() -> None:
    """With its time and who is heard instead."""
    swapped = (SEGMENTS[0], SEGMENTS[1], SEGMENTS[2]._replace(label="S1"))
    (mistake,) = evaluate(_reference(HARBOUR), _annotation(swapped)).mistakes

    assert (mistake.what, mistake.words) == ("time", "Thank you.")
    assert (mistake.reference, mistake.hypothesis) == (
        "Ines Okafor, 0:05.000 to 0:06.000",
        "S1, who stands for Rolf Tande",
    )


def test_nothing_given_misses_everything() -> None:
    """An empty hypothesis has no times to lack: all of it is missed."""
    report = evaluate(_reference(HARBOUR), Annotation.of(Document(id="harbour", text="")))

    assert (report.diarization.rate, report.concatenated_words.rate) == (1.0, 1.0)
    assert (report.word_diarization.rate, report.voice_count.count) == (None, 2)
    assert report.named_voices.recall == 0.0


def test_rules_are_kept() -> None:
    """A collar leaves the boundaries aside."""
    rules = {"collar_ms": 500, "skip_overlap": True}

    assert evaluate(_reference(HARBOUR), _annotation(HEARD), **rules).diarization.rate == 0.0


def test_a_text_without_turns_has_no_such_figures() -> None:
    """Nothing is counted, and nothing shown."""
    report = evaluate(Annotation.of(Document(id="a", text="“Go.”")), Annotation.of(Document(id="a", text="“Go.”")))

    assert (report.voice_count.rate, report.left_out) == (None, ())


def test_a_library_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other figures are given."""
    monkeypatch.setitem(sys.modules, "meeteval.io", None)
    report = evaluate(_reference(HARBOUR), _annotation(HEARD))

    assert report.left_out == ("tcpWER: meeteval is not installed; pip install 'quotes[score]'",)
    assert (report.timed_words.rate, report.concatenated_words.count) == (None, 3)


def test_turns_of_annotations_of_one_text_are_measured_besides() -> None:
    """A hand-made reference borrows the utterances that the hypothesis has."""
    read = document(HARBOUR)
    people = (Speaker(id="s1", name="Ines Okafor"), Speaker(id="s2", name="Rolf Tande"))
    ends = [utterance.spans[0] for utterance in read.info.utterances or ()]
    turns = tuple(
        Turn(start=start, end=end, speaker=who) for (start, end), who in zip(ends, ("s1", "s2", "s1"), strict=True)
    )
    plain = Document(id=read.id, text=read.text)
    reference = Annotation.of(plain, speakers=people, turns=turns)
    wrong = Annotation.of(read, speakers=people, turns=(*turns[:2], replace(turns[2], speaker="s2")))
    report = evaluate(reference, wrong)

    assert (report.word_diarization.count, report.word_diarization.total) == (2, 11)
    assert {mistake.what for mistake in report.mistakes} == {"voice", "words"}
    assert report.diarization.count == 1000


def test_names_are_kept_apart_by_document() -> None:
    """A voice that is only a label is another one in every document; a name is the same."""
    total = sum(
        (evaluate(_reference(parts, id), _annotation(parts, id)) for parts in (HARBOUR, HEARD) for id in ("a", "b")),
        evaluate(_reference(HARBOUR), _annotation(HARBOUR)),
    )

    assert [name for name, _ in total.words_by_voice] == [
        "Ines Okafor",
        "Rolf Tande",
        "S0 (a)",
        "S0 (b)",
        "S1 (a)",
        "S1 (b)",
    ]


def _write(path: Path, annotation: Annotation) -> Path:
    path.write_text(annotation.model_dump_json() + "\n", encoding="utf-8")
    return path


def _read(path: str, data: bytes) -> Document:
    """Read a made-up format: label, times, words in each line."""
    if not data.startswith(b"talk"):
        raise ReadError(path, 1, "is no talk")
    rows = [line.split("|") for line in data.decode("utf-8").splitlines()[1:]]
    return document([Said(row[0], row[3], int(row[1]), int(row[2])) for row in rows], Path(path).stem)


READER = TranscriptReader(_read, (".talk",))


def _write_talk(path: Path, parts: tuple[Said, ...]) -> Path:
    lines = "".join(f"{part.label}|{part.start_ms}|{part.end_ms}|{part.words}\n" for part in parts)
    path.write_text(f"talk\n{lines}", encoding="utf-8")
    return path


def test_transcripts_and_annotations_are_joined(tmp_path: Path) -> None:
    """A transcript on either side leaves only turns to measure, and the report says so."""
    talk = _write_talk(tmp_path / "harbour.talk", HARBOUR)
    said = Quotation(id="q1", kind="direct", spans=(Span(0, 2),))
    annotated = Annotation.of(document(HEARD), quotations=(said,))
    saved = _write(tmp_path / "harbour.jsonl", annotated)
    forward = evaluate_files(talk, saved, transcripts=READER)
    back = evaluate_files(saved, talk, transcripts=READER)

    assert forward.total.word_diarization == back.total.word_diarization
    assert forward.total.spans.given == back.total.spans.wanted == 0
    assert forward.summarize().notes == (
        "times: 0 s on either side of the reference's boundaries not scored; where voices overlap counted",
    )
    assert back.summarize().notes[1:] == ("left out in 1 document: all but turns: the hypothesis is a transcript",)


def test_a_folder_may_hold_transcripts(tmp_path: Path) -> None:
    """Documents are joined by their names; one that lacks is missed."""
    for folder in ("reference", "hypothesis"):
        (tmp_path / folder).mkdir()
    for name in ("a", "b"):
        _write_talk(tmp_path / "reference" / f"{name}.talk", HARBOUR)
    _write_talk(tmp_path / "hypothesis" / "a.talk", HARBOUR)
    comparison = evaluate_files(tmp_path / "reference", tmp_path / "hypothesis", transcripts=READER)

    assert comparison.missing == ("b",)
    assert comparison.total.diarization.rate == 0.5


def test_annotations_of_different_texts_are_compared_by_their_voices(tmp_path: Path) -> None:
    """Where both have any; else the difference is an error."""
    sides = [_write(tmp_path / f"{n}.jsonl", _annotation(parts)) for n, parts in enumerate((HARBOUR, HEARD))]
    assert "left out in 1 document: all but turns: the two texts differ" in evaluate_files(*sides).summarize().notes

    texts = [
        _write(tmp_path / f"{n}.jsonl", Annotation.of(Document(id="harbour", text=text)))
        for n, text in enumerate(("One.", "Two."))
    ]
    with pytest.raises(AnnotationError, match="another text"):
        evaluate_files(*texts)


def test_a_file_that_is_no_transcript_is_told(tmp_path: Path) -> None:
    """With the reader's own reason."""
    path = tmp_path / "a.talk"
    path.write_text("nothing of the kind", encoding="utf-8")

    with pytest.raises(ReadError, match="is no talk"):
        evaluate_files(path, path, transcripts=READER)


def test_the_report_shows_errors_voices_and_notes(tmp_path: Path) -> None:
    """In text and on the page, with a line of the rules."""
    sides = [_write_talk(tmp_path / f"{n}.talk", parts) for n, parts in enumerate((HARBOUR, SEGMENTS))]
    found = evaluate_files(*sides, transcripts=READER, rules=TimeRules(250)).summarize(by=("voice", "document"))
    lines = render_evaluation(found).splitlines()
    page = render_evaluation(found, "html")

    (row,) = [line for line in lines if line.startswith("diarization error rate (DER)")]
    assert " ".join(row.split()[4:]) == "0.033 0.1 s of 4.5 s missed 0.0 s, false alarm 0.0 s, confusion 0.1 s"
    for words in ("Ines Okafor, as S0: seconds", "0: diarization error rate (DER)", "0.25 s on either side"):
        assert any(words in line for line in lines)
        assert words in page
