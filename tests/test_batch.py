"""Many documents: one record each, in order, whatever is wrong with some of them."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.batch import Finished, open_batch, read_finished, run_batch
from quotes.errors import ReadError
from quotes.model import Annotation

TEXT = "“The dam held,” said Ana Reyes."


def line(**fields: object) -> bytes:
    """One line of input."""
    return json.dumps(fields, ensure_ascii=False).encode("utf-8") + b"\n"


def records(lines: list[bytes]) -> list[dict[str, object]]:
    """The records a batch gives for these lines."""
    return [json.loads(outcome.record) for outcome in run_batch(lines)]


@pytest.mark.parametrize(
    ("bad", "id", "message"),
    [
        pytest.param(b"nonsense\n", None, "it is not JSON: ", id="no json"),
        pytest.param(b'{"id": "x", "text": "cut\n', None, "it is not JSON: ", id="cut"),
        pytest.param(b"[1]\n", None, "the line is not a JSON object with 'id' and 'text'", id="a list"),
        pytest.param(b"{}\n", None, "there is no field 'id'", id="empty object"),
        pytest.param(line(text=TEXT), None, "there is no field 'id'", id="no id"),
        pytest.param(line(id=7, text=TEXT), None, "the field 'id' is not a string, or empty", id="id is a number"),
        pytest.param(line(id="", text=TEXT), None, "the field 'id' is not a string, or empty", id="id is empty"),
        pytest.param(line(id="x"), "x", "there is no field 'text'", id="no text"),
        pytest.param(line(id="x", text=None), "x", "the field 'text' is not a string", id="text is null"),
        pytest.param(line(id="x", text=" \n"), "x", "the field 'text' is empty or only white space", id="blank"),
        pytest.param(line(id="x", text=TEXT, meta=[1]), "x", "the field 'meta' is not an object", id="meta is a list"),
        pytest.param(
            line(id="x", text=TEXT, roster={"a": 1}), "x", "a roster is a list of people", id="roster is a dict"
        ),
        pytest.param(
            line(id="x", text=TEXT, roster=[{}]), "x", "roster entry 0, name: Field required", id="roster entry"
        ),
        pytest.param(b'{"id": "x", "text": "a\\ud800"}', "x", "'text' holds a lone surrogate (U+D800)", id="surrogate"),
        pytest.param(
            b'{"id": "\\udc00", "text": "a"}', None, "'id' holds a lone surrogate (U+DC00)", id="surrogate id"
        ),
        pytest.param(b'{"id": "x", "text": "\xff"}', None, "byte 21 of the line is not UTF-8", id="not utf-8"),
        pytest.param(b'{"id": "x", "text": "a", "meta": {"n": NaN}}', "x", "it is not JSON: ", id="nan"),
        pytest.param(b'{"id": "x", "text": "a", "meta": {"n": 1e999}}', "x", "'meta' holds a number", id="too large"),
        pytest.param(b"[" * 500 + b"]" * 500, None, "recursion limit", id="too deep"),
    ],
)
def test_a_bad_line_is_a_record_and_the_run_goes_on(bad: bytes, id: str | None, message: str) -> None:
    """The record names the line and the fault; the documents around it are annotated."""
    first, middle, last = records([line(id="a", text=TEXT), bad, line(id="z", text=TEXT)])
    assert (first["id"], last["id"]) == ("a", "z")
    assert list(middle) == ["id", "line", "error"]
    assert (middle["id"], middle["line"], middle["error"]["type"]) == (id, 2, "ReadError")
    assert message in middle["error"]["message"]


@pytest.mark.parametrize(("more", "failed"), [(0, False), (1, True)], ids=["as many", "one more"])
def test_lines_given_as_bytes_are_held_to_the_limit_too(more: int, failed: bool) -> None:
    """The line end counts for nothing, as in a file."""
    given = line(id="x", text=TEXT)
    (outcome,) = run_batch([given], max_bytes=len(given.rstrip()) - more)
    assert outcome.failed == failed
    assert ("LimitError" in outcome.record) == failed


def test_an_id_that_comes_again_is_an_error() -> None:
    """The first one counts, each later one is an error, also where the first one failed."""
    found = records([line(id="a"), line(id="a", text=TEXT), line(id="b", text=TEXT), line(id="b", text=TEXT)])
    assert [record.get("error", {}).get("message") for record in found] == [
        "there is no field 'text'",
        "the id 'a' came before; ids must differ",
        None,
        "the id 'b' came before; ids must differ",
    ]


def test_blank_lines_are_no_records_but_are_counted() -> None:
    """A line number is that of the file."""
    assert [outcome.line for outcome in run_batch([b"\n", line(id="a", text=TEXT), b"  \r\n", b"{}"])] == [2, 4]


def test_a_byte_order_mark_is_not_in_the_way() -> None:
    """Files written on Windows may begin with one."""
    assert records([b"\xef\xbb\xbf" + line(id="a", text=TEXT)])[0]["id"] == "a"


def test_a_record_is_an_annotation_of_its_text() -> None:
    """Text, id and meta come through untouched, and the record reads back."""
    meta = {"url": "https://example.org/ä", "n": [1, 2.5, None], "outlet": {"name": "The Ferry Post"}}
    outcome = next(run_batch([line(id="Ä/1", text=TEXT, meta=meta, other="ignored")]))
    annotation = Annotation.model_validate_json(outcome.record)
    assert (annotation.id, annotation.text, annotation.document.meta) == ("Ä/1", TEXT, meta)


def test_the_text_can_be_left_out() -> None:
    """The hash stays."""
    record = json.loads(next(run_batch([line(id="a", text=TEXT)], with_text=False)).record)
    assert "text" not in record
    assert len(record["sha256"]) == 64


def test_lines_are_taken_one_at_a_time() -> None:
    """The input may be endless: a record comes out before the next line is asked for."""
    asked = 0

    def endless() -> Iterator[bytes]:
        nonlocal asked
        for number in itertools.count():
            asked += 1
            yield line(id=str(number), text=TEXT)

    for outcome in itertools.islice(run_batch(endless()), 3):
        assert asked == int(outcome.id or 0) + 1


mixed_lines = st.lists(
    st.sampled_from([line(id=id, text=TEXT) for id in "abcd"] + [line(id="c"), b"nonsense\n", b"{}\n", b"\n"]),
    max_size=12,
)


@given(mixed_lines, st.data())
def test_resuming_anywhere_gives_the_same_records(tmp_path_factory, lines: list[bytes], data: st.DataObject) -> None:
    """Broken off after any record, even inside one, and resumed: the output is that of one run."""
    whole = [outcome.record + "\n" for outcome in run_batch(lines)]
    done = data.draw(st.integers(0, len(whole)))
    torn = data.draw(st.integers(0, len(whole[done]) - 1)) if done < len(whole) else 0
    out = tmp_path_factory.mktemp("resume") / "out.jsonl"
    out.write_text("".join(whole[:done]) + (whole[done][:torn] if torn else ""), encoding="utf-8")
    finished = read_finished(out)
    assert (finished.records, finished.size_bytes) == (done, len("".join(whole[:done]).encode()))
    rest = list(run_batch(lines, finished=finished))
    assert [outcome.record + "\n" for outcome in rest if not outcome.skipped] == whole[done:]
    assert sum(outcome.failed for outcome in rest) == sum('"error":' in record for record in whole)


def test_resuming_leaves_out_ids_that_are_there_wherever_they_stand() -> None:
    """The input may have been put in another order since."""
    finished = Finished(ids=frozenset({"b", "c"}), errors=frozenset({(None, 9, "c")}))
    lines = [line(id=id, text=TEXT) for id in "abc"]
    assert [(outcome.id, outcome.skipped) for outcome in run_batch(lines, finished=finished)] == [
        ("a", False),
        ("b", True),
        ("c", True),
    ]


@pytest.mark.parametrize("text", ["other\n", '{"a": 1}\n', "[]\n"])
def test_a_file_that_is_no_output_of_a_batch_is_not_resumed(text: str, tmp_path: Path) -> None:
    """The error names the line."""
    out = tmp_path / "out.jsonl"
    out.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match="line 1: this is no record of quotes batch"):
        read_finished(out)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_input_may_be_compressed(pack, tmp_path: Path) -> None:
    """The content says whether it is, not the name."""
    path = tmp_path / "in.jsonl"
    path.write_bytes(pack(b"one\ntwo\r\nthree"))
    assert list(open_batch(path)) == [b"one\n", b"two\r\n", b"three"]


def test_damaged_compressed_input_gives_its_whole_lines_first(tmp_path: Path) -> None:
    """What can be read is read, then the error names the line."""
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join(line(id=str(n), text=TEXT * n) for n in range(500)))[:-40])
    lines = open_batch(path)
    assert json.loads(next(lines))["id"] == "0"
    with pytest.raises(ReadError, match=r"line \d+: the compressed data are damaged"):
        list(lines)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "there is no such file"),
        (lambda path: path.mkdir(), "this is a directory"),
        (lambda path: path.write_text("{}", encoding="utf-16"), "this is UTF-16"),
    ],
    ids=["missing", "directory", "utf-16"],
)
def test_input_that_cannot_be_opened_is_an_error_at_once(make, reason: str, tmp_path: Path) -> None:
    """Nothing is written before it is known."""
    make(tmp_path / "in.jsonl")
    with pytest.raises(ReadError, match=reason):
        open_batch(tmp_path / "in.jsonl")


def test_a_record_may_hold_captions() -> None:
    """Captions in a text are read as such: it is kept whole, and its utterances have voices and times."""
    text = "1\n00:00:01,000 --> 00:00:02,000\nANA REYES: The dam held.\n"
    (record,) = records([line(id="a", text=text, meta={"title": "Dam"})])
    document = record["document"]
    assert isinstance(document, dict)
    assert (record["text"], document["format"], document["meta"]) == (text, "srt", {"title": "Dam"})
    (utterance,) = document["utterances"]
    assert (utterance["label"], utterance["start_ms"], utterance["end_ms"]) == ("ANA REYES", 1000, 2000)
    assert [text[start:end] for start, end in utterance["spans"]] == ["The dam held."]


def test_captions_that_cannot_be_read_are_an_error_record() -> None:
    """A header without captions fails alone."""
    (record,) = records([line(id="a", text="WEBVTT\n\nNOTE nothing yet\n")])
    assert record["error"] == {
        "type": "ReadError",
        "message": "this WebVTT file holds no caption; if it is another text, say --from plain",
    }
