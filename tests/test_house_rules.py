"""A house's cue verbs, roles and aliases, from the library and from every command that has a use for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quotes import House, annotate
from quotes.batch import run_batch
from quotes.config import load_config
from quotes.errors import ConfigError
from quotes.model import Annotation, RosterEntry

HARRUMPHED = "Mara Quill harrumphed that the crates would stay on the quay. The meeting ended at nine."
GREFFIER = "The greffier, Mara Quill, spoke at nine. “The count is sound,” the greffier said."
ALIASES = (
    "Mara Quill opened the fair. “It is a fine day,” said Quill. The band played for an hour.\n\n"
    "“We shall dance,” said Lady Lantern."
)
HOUSE = House.of(cue_verbs=["harrumphs"], roles=["greffier"])


def speakers_of(annotation: Annotation) -> list[tuple[str, str | None]]:
    """What was said and by whom, the name as it is shown."""
    found = []
    for quotation in annotation.quotations:
        speaker = annotation.speaker(quotation.speaker)
        found.append((annotation.words_of(quotation), speaker.display_name if speaker else None))
    return found


def test_a_house_verb_makes_a_report_that_was_not_one() -> None:
    """With its cue, its source and its clause."""
    assert annotate(HARRUMPHED).quotations == ()
    annotation = annotate(HARRUMPHED, house=HOUSE)
    (quotation,) = annotation.quotations
    assert (quotation.kind, quotation.cue and quotation.cue.of(HARRUMPHED)) == ("indirect", "harrumphed")
    assert speakers_of(annotation) == [("that the crates would stay on the quay", "Mara Quill")]


def test_a_house_verb_names_a_speaker_that_was_left_open() -> None:
    """The same quotation, without and with the house."""
    text = (
        "Tam Brekke and Mara Quill waited for Otto Vane. Brekke chuntered to Quill about Vane. “The crates stay here.”"
    )
    house = House.of(cue_verbs=["chunter"])
    found = [speakers_of(annotate(text, min_confidence=0.6, house=each)) for each in (House(), house)]
    assert found == [[("The crates stay here.", None)], [("The crates stay here.", "Tam Brekke")]]


def test_a_house_verb_corrects_a_wrong_name() -> None:
    """The subject of the verb is who says it."""
    text = "The harbour office, which Mara Quill had left in May, chuntered: “The crates stay where they are.”"
    house = House.of(cue_verbs=["chunter"])
    names = [speakers_of(annotate(text, house=each))[0][1] for each in (House(), house)]
    assert names == ["Mara Quill", "The harbour office"]


def test_a_house_verb_before_a_colon_introduces_speech_without_marks() -> None:
    """As "said" does."""
    text = "Mara Quill harrumphed: The crates stay where they are until Monday."
    assert annotate(text).quotations == ()
    assert speakers_of(annotate(text, house=HOUSE)) == [("The crates stay where they are until Monday.", "Mara Quill")]


def test_in_a_transcript_a_house_verb_tells_of_words_said_before() -> None:
    """A voice that harrumphed reports, one that thinks does not."""
    text = "MARA QUILL: I harrumphed that the crates would stay.\n\nTAM BREKKE: I think so.\n\nMARA QUILL: Good.\n"
    indirect = [q for q in annotate(text, house=HOUSE).quotations if q.kind == "indirect"]
    assert [q.cue and q.cue.of(text) for q in indirect] == ["harrumphed"]
    assert [q for q in annotate(text).quotations if q.kind == "indirect"] == []


def test_a_house_role_is_a_role_and_leads_to_its_bearer() -> None:
    """Without it "the greffier" is a thing."""
    assert speakers_of(annotate(GREFFIER)) == [("The count is sound,", "the greffier")]
    annotation = annotate(GREFFIER, house=HOUSE)
    assert speakers_of(annotation) == [("The count is sound,", "Mara Quill")]
    assert [speaker.role for speaker in annotation.speakers] == ["greffier"]


def test_a_role_of_several_words_is_taken_whole() -> None:
    """Not only its last word."""
    text = "“The count is sound,” said returning officer Mara Quill."
    roles = [annotate(text, house=house).speakers[0].role for house in (House(), House.of(roles=["returning officer"]))]
    assert roles == ["officer", "returning officer"]


def test_an_alias_joins_two_names() -> None:
    """Which nothing in the text does."""
    people = (RosterEntry(name="Mara Quill", aliases=("Lady Lantern",)),)
    assert len({q.speaker for q in annotate(ALIASES).quotations}) == 2
    assert len({q.speaker for q in annotate(ALIASES, roster=people).quotations}) == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with house rules, the files they name, and documents."""
    (tmp_path / "quotes.toml").write_text(
        'roles = ["greffier"]\ncue_verbs = "verbs.txt"\naliases = "aliases.csv"\n', encoding="utf-8"
    )
    (tmp_path / "verbs.txt").write_text("harrumphs\n", encoding="utf-8")
    (tmp_path / "aliases.csv").write_text("canonical,alias\nMara Quill,Lady Lantern\n", encoding="utf-8")
    for name, text in (("verb", HARRUMPHED), ("role", GREFFIER), ("alias", ALIASES)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def read_json(data: bytes) -> Annotation:
    """An annotation in JSON."""
    return Annotation.model_validate_json(data)


def expect_house(found: dict[str, Annotation]) -> None:
    """Hold what was found in the three documents against what the house's words make of them."""
    assert speakers_of(found["verb"]) == [("that the crates would stay on the quay", "Mara Quill")]
    assert speakers_of(found["role"]) == [("The count is sound,", "Mara Quill")]
    assert {name for _, name in speakers_of(found["alias"])} == {"Mara Quill"}


def test_the_file_reaches_annotate(folder: Path, run_quotes) -> None:
    """All three kinds of words."""
    expect_house(
        {
            name: read_json(run_quotes("annotate", f"{name}.txt", "--format", "json").stdout)
            for name in ("verb", "role", "alias")
        }
    )


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_file_reaches_every_worker_of_a_batch(workers: str, folder: Path, run_quotes) -> None:
    """In this process and in others, with the same bytes."""
    names = [f"{name}{number}" for number in range(2) for name in ("verb", "role", "alias")]
    for name in names:
        (folder / f"{name}.txt").write_text((folder / f"{name[:-1]}.txt").read_text(encoding="utf-8"), encoding="utf-8")
    done = run_quotes("batch", *(f"{name}.txt" for name in names), "--workers", workers)
    assert done.returncode == 0, done.stderr
    records = [read_json(line) for line in done.stdout.splitlines()]
    for half in (records[:3], records[3:]):
        expect_house(dict(zip(("verb", "role", "alias"), half, strict=True)))


def test_the_library_has_the_same_batch() -> None:
    """`run_batch` takes the house as a value."""
    line = json.dumps({"id": "a", "text": HARRUMPHED}).encode()
    records = [next(run_batch([line], house=house)).record for house in (House(), HOUSE)]
    assert [len(json.loads(record)["quotations"]) for record in records] == [0, 1]


def test_the_file_reaches_diarize(folder: Path, run_quotes) -> None:
    """The annotation that it makes."""
    words = [{"word": word, "start": n, "end": n + 0.9} for n, word in enumerate(HARRUMPHED.split())]
    told = {"segments": [{"text": HARRUMPHED, "words": words}]}
    (folder / "words.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "turns.rttm").write_text("SPEAKER a 1 0.0 99.0 <NA> <NA> S0 <NA> <NA>\n", encoding="utf-8")
    done = run_quotes("diarize", "words.json", "--turns", "turns.rttm")
    assert [q.kind for q in read_json(done.stdout).quotations] == ["indirect"]


def test_the_file_reaches_review(folder: Path, run_quotes) -> None:
    """What is wrong with it stops the server before it starts; the test of the option itself is below."""
    (folder / "aliases.csv").write_text("canonical,alias\nA B,X Y\nC D,X Y\n", encoding="utf-8")
    done = run_quotes("review", "verb.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "aliases.csv, line 3: X Y is given to C D here and to A B (line 2)" in done.stderr.decode()


def test_review_annotates_as_the_options_say(folder: Path) -> None:
    """And keeps that annotation."""
    from quotes.cli.annotating import AnnotatingOptions
    from quotes.cli.review import open_document

    how = AnnotatingOptions(cue_verbs=str(folder / "verbs.txt"))
    assert len(open_document(folder / "verb.txt", how=how).quotations) == 1
    assert read_json((folder / "verb.txt.annotation.json").read_bytes()).quotations[0].kind == "indirect"


LOST = "“The crates stay where they are until Monday, harrumphed Mara Quill.\n"


@pytest.mark.parametrize(("rules", "expected"), [((), False), (("--cue-verbs", "harrumphs"), True)])
def test_repair_and_check_know_where_an_attribution_begins(
    rules: tuple[str, ...], expected: bool, tmp_path: Path, run_quotes
) -> None:
    """A lost closer goes before it."""
    (tmp_path / "lost.txt").write_text(LOST, encoding="utf-8")
    repaired = run_quotes("repair", "lost.txt", *rules).stdout.decode()
    assert ("Monday,” harrumphed" in repaired) is expected
    found = json.loads(run_quotes("check", "lost.txt", "--format", "json", *rules).stdout)
    assert [finding["rule"] for finding in found] == ["lost-closer"]


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--cue-verbs", "harrumphs,chunters"), "verb"),
        (("--cue-verbs", "verbs.txt"), "verb"),
        (("--roles", "greffier"), "role"),
        (("--roles", "roles.txt"), "role"),
        (("--aliases", "aliases.csv"), "alias"),
    ],
)
def test_options_give_words_or_files(options: tuple[str, ...], name: str, folder: Path, run_quotes) -> None:
    """Without a file of house rules."""
    (folder / "quotes.toml").unlink()
    (folder / "roles.txt").write_text("greffier\n", encoding="utf-8")
    plain = run_quotes("annotate", f"{name}.txt", "--format", "json").stdout
    with_words = run_quotes("annotate", f"{name}.txt", "--format", "json", *options).stdout
    assert speakers_of(read_json(plain)) != speakers_of(read_json(with_words))


def test_the_environment_gives_them_too(folder: Path, run_quotes, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts more than the file."""
    monkeypatch.setenv("QUOTES_CUE_VERBS", "chunters")
    done = run_quotes("annotate", "verb.txt", "--format", "json")
    assert read_json(done.stdout).quotations == ()
    shown = json.loads(run_quotes("config", "--format", "json").stdout)
    assert shown["cue_verbs"] == {"value": "chunters", "from": "QUOTES_CUE_VERBS"}
    assert shown["roles"] == {"value": ["greffier"], "from": f"{folder / 'quotes.toml'}, line 1"}
    assert shown["aliases"] == {"value": str(folder / "aliases.csv"), "from": f"{folder / 'quotes.toml'}, line 3"}


def test_files_of_words_are_relative_to_the_file_that_names_them(folder: Path) -> None:
    """A list of words is left as it is."""
    (folder / "deep").mkdir()
    config = load_config(folder / "deep", {}).config
    assert (config.cue_verbs, config.roles) == (str(folder / "verbs.txt"), ["greffier"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\ncue_verbs = ["hit out"]\n', "line 2: cue_verbs: 'hit out' is not one word"),
        ('roles = ["a/b"]\n', "line 1: roles: 'a/b' is no role"),
        ("roles = 7\n", "line 1: roles: give a list of words, or the name of a file"),
        ("cue_verbs = [7]\n", "line 1: cue_verbs: give a list of words, or the name of a file"),
        ("min_mark_confidence = 2\n", "line 1: min_mark_confidence: Input should be less than or equal to 1"),
    ],
)
def test_wrong_words_are_named_with_file_and_line(text: str, message: str, tmp_path: Path) -> None:
    """Before anything is annotated."""
    (tmp_path / "quotes.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path, {})
    assert f"{tmp_path / 'quotes.toml'}, {message}" in str(caught.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--cue-verbs", "hit out"), "--cue-verbs: 'hit out' is not one word"),
        (("--roles", "3rd"), "--roles: '3rd' is no role"),
        (("--cue-verbs", "no_such.txt"), "no_such.txt: the list cannot be read"),
        (("--aliases", "no_such.csv"), "no_such.csv: the alias file cannot be read"),
    ],
)
def test_wrong_options_exit_with_2(options: tuple[str, ...], message: str, tmp_path: Path, run_quotes) -> None:
    """A line says why."""
    (tmp_path / "a.txt").write_text(HARRUMPHED, encoding="utf-8")
    done = run_quotes("annotate", "a.txt", *options)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()


def test_a_threshold_for_marks_reaches_repair(tmp_path: Path, run_quotes) -> None:
    """Nothing is sure enough any more."""
    (tmp_path / "a.txt").write_text("\"It rained,'' said Mara Quill. \"It did.”\n", encoding="utf-8")
    assert b"changes made" in run_quotes("repair", "a.txt").stderr
    (tmp_path / "quotes.toml").write_text("min_mark_confidence = 1.0\n", encoding="utf-8")
    assert b"0 changes made" in run_quotes("repair", "a.txt").stderr


def test_no_house_is_no_change(corpus: Path) -> None:
    """A house without words, and one whose words are nowhere in the text, give the bytes that no house gives."""
    from quotes.formats import read, write_annotation

    nowhere = House.of(cue_verbs=["zwimble"], roles=["zwimbler of quops"])
    for name in ("broadcast-ferry", "press-release-bridge"):
        document = read(corpus / name / "text.txt")
        plain = write_annotation(annotate(document))
        assert [write_annotation(annotate(document, house=house)) for house in (House(), nowhere)] == [plain, plain]
