"""Corrections files: what is read, what is refused."""

from __future__ import annotations

import json

import pytest

from quotes.errors import ReadError
from quotes.review.corrections import read_corrections, write_corrections
from tests.review.review_samples import accept, log, sample


def test_what_is_written_is_read_again() -> None:
    """A log with an emoji in its anchors comes back as it was."""
    annotation = sample()
    corrections = log(annotation, accept(annotation.quotations[0]))
    assert read_corrections(write_corrections(corrections).encode("utf-8"), path="log.json") == corrections


def valid() -> dict[str, object]:
    """Return a corrections file as JSON values."""
    annotation = sample()
    return json.loads(write_corrections(log(annotation, accept(annotation.quotations[0]))))


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({"corrections_version": "2.0"}, "version 2.0"),
        ({"sha256": "short"}, "sha256"),
        ({"actions": [{"name": "accept", "changes": []}]}, "actions.0.changes"),
        (
            {
                "actions": [
                    {"name": "x", "changes": [{"record": "quotation", "id": "q", "before": None, "after": None}]}
                ]
            },
            "a side before or after",
        ),
        (
            {
                "actions": [
                    {
                        "name": "x",
                        "changes": [{"record": "quotation", "id": "q", "before": {"a": 1}, "after": {"b": 1}}],
                    }
                ]
            },
            "different fields",
        ),
        ({"surprise": 1}, "surprise"),
        ({"actions": [{"name": "x", "changes": [{"record": "text", "id": "q", "before": {}, "after": {}}]}]}, "record"),
    ],
    ids=["later version", "hash", "no changes", "neither side", "other fields", "unknown field", "unknown list"],
)
def test_what_is_no_corrections_file_is_refused_with_its_place(damage: dict[str, object], reason: str) -> None:
    """Each damage is told by the path of the field."""
    with pytest.raises(ReadError, match=reason):
        read_corrections(json.dumps({**valid(), **damage}), path="log.json")


@pytest.mark.parametrize("data", ["", "{", "[]", '{"a": 1}', "null", b"\xff\xfe{"], ids=repr)
def test_anything_else_is_refused_without_a_traceback(data: str | bytes) -> None:
    """Bytes of any sort are a ReadError."""
    with pytest.raises(ReadError):
        read_corrections(data, path="log.json")
