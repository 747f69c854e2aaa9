"""House rules: flags over environment over file, and errors that name the line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quotes.config import find_file, load_config
from quotes.errors import ConfigError

TEXT = "“The dam held,” said Ana Reyes."


def test_the_nearest_file_upward_counts(tmp_path: Path) -> None:
    """Not beyond the top of a repository."""
    (tmp_path / "quotes.toml").write_text("workers = 3\n", encoding="utf-8")
    inner = tmp_path / "repo" / "deep"
    inner.mkdir(parents=True)
    assert find_file(inner) == tmp_path / "quotes.toml"
    (tmp_path / "repo" / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    assert find_file(inner) == tmp_path / "quotes.toml"
    (tmp_path / "repo" / ".git").mkdir()
    assert find_file(inner) is None
    (tmp_path / "repo" / "pyproject.toml").write_text("[tool.quotes]\nworkers = 2\n", encoding="utf-8")
    assert find_file(inner) == tmp_path / "repo" / "pyproject.toml"


def test_the_environment_counts_more_than_the_file(tmp_path: Path) -> None:
    """Each value tells where it came from."""
    (tmp_path / "quotes.toml").write_text('kinds = ["direct"]\n\nmin_confidence = 0.7\n', encoding="utf-8")
    found = load_config(tmp_path, {"QUOTES_KINDS": "direct, mixed", "QUOTES_MAX_SECONDS": "2.5", "OTHER": "x"})
    assert found.config.model_dump(exclude_none=True) == {
        "kinds": ["direct", "mixed"],
        "min_confidence": 0.7,
        "max_seconds": 2.5,
    }
    assert found.sources == {
        "kinds": "QUOTES_KINDS",
        "min_confidence": f"{tmp_path / 'quotes.toml'}, line 3",
        "max_seconds": "QUOTES_MAX_SECONDS",
    }


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    """Wherever the command is run."""
    (tmp_path / "quotes.toml").write_text('roster = "cast.toml"\n[templates]\nhtml = "ours.html"\n', encoding="utf-8")
    (tmp_path / "deep").mkdir()
    config = load_config(tmp_path / "deep", {}).config
    assert (config.roster, config.templates) == (str(tmp_path / "cast.toml"), {"html": str(tmp_path / "ours.html")})


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("quotes.toml", "\nworker = 2\n", "line 2: there is no key 'worker'; there are aliases, cue_verbs, kinds"),
        ("quotes.toml", "a = 1\nb = \n", "line 2: this is no TOML"),
        ("quotes.toml", 'workers = "2"\n', "line 1: workers: Input should be a valid integer"),
        ("quotes.toml", "min_confidence = 1.5\n", "line 1: min_confidence: Input should be less than or equal to 1"),
        ("quotes.toml", 'kinds = ["direct", "dirct"]\n', "line 1: kinds[1]: Input should be 'direct'"),
        ("quotes.toml", 'style = "danish"\n', "line 1: style: Input should be 'american'"),
        (
            "pyproject.toml",
            "[tool.other]\nworkers = 1\n[tool.quotes]\nworkers = -1\n",
            "line 4: workers: Input should be greater",
        ),
        ("quotes.toml", "\n[templates]\ndocx = 'a'\n", "line 2: templates['docx']"),
        ("quotes.toml", "roster = 7\n", "line 1: roster: Input should be a valid string"),
    ],
)
def test_errors_name_file_and_line(name: str, text: str, message: str, tmp_path: Path, run_quotes) -> None:
    """Also on the command line, with exit code 2."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path, {})
    assert f"{tmp_path / name}, {message}" in str(caught.value)
    done = run_quotes("annotate", "-", input=TEXT.encode())
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()


@pytest.mark.parametrize(
    ("variable", "words", "message"),
    [
        ("QUOTES_WORKERS", "many", "QUOTES_WORKERS: workers: Input should be a valid integer"),
        ("QUOTES_WORKER", "2", "QUOTES_WORKER: there is no key 'worker'"),
        ("QUOTES_KINDS", "dirct", "QUOTES_KINDS: kinds[0]: Input should be 'direct'"),
        ("QUOTES_TEMPLATES", "html", "QUOTES_TEMPLATES: templates: Input should be a valid dictionary"),
    ],
)
def test_errors_name_the_variable(variable: str, words: str, message: str, tmp_path: Path) -> None:
    """An unknown one is most likely misspelt."""
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path, {variable: words})
    assert message in str(caught.value)


def test_flags_count_more_than_environment_and_file(
    tmp_path: Path, run_quotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same document, three times."""
    text = f"{TEXT} The pier was unsafe, he said.".encode()
    (tmp_path / "quotes.toml").write_text('kinds = ["other"]\n', encoding="utf-8")

    def kinds(*flags: str) -> set[str]:
        done = run_quotes("annotate", "-", "--format", "json", *flags, input=text)
        return {quotation["kind"] for quotation in json.loads(done.stdout)["quotations"]}

    assert kinds() == set()
    monkeypatch.setenv("QUOTES_KINDS", "direct")
    assert kinds() == {"direct"}
    assert kinds("--kinds", "indirect") == {"indirect"}


def test_rules_reach_batch_repair_and_pages(tmp_path: Path, run_quotes) -> None:
    """Roster and limits, house style, own templates."""
    (tmp_path / "ours.md").write_text("OURS {{ quotations | length }}\n", encoding="utf-8")
    (tmp_path / "quotes.toml").write_text(
        'style = "british"\nmax_bytes = 200\nworkers = 2\n[templates]\nmd = "ours.md"\n', encoding="utf-8"
    )
    assert run_quotes("annotate", "-", "--format", "md", input=TEXT.encode()).stdout == b"OURS 1\n"
    assert "‘The dam held,’" in run_quotes("repair", "-", input=TEXT.encode()).stdout.decode()
    record = json.dumps({"id": "a", "text": TEXT * 9}).encode()
    assert b'"LimitError"' in run_quotes("batch", "-", input=record).stdout


def test_the_command_shows_values_and_where_they_came_from(
    tmp_path: Path, run_quotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As text and as JSON."""
    (tmp_path / "quotes.toml").write_text('# ours\nkinds = ["direct", "mixed"]\n', encoding="utf-8")
    monkeypatch.setenv("QUOTES_WORKERS", "4")
    shown = run_quotes("config").stdout.decode().splitlines()
    assert shown[0].split(None, 1)[0] == "kinds"
    assert shown[0].endswith(f"direct, mixed  ({tmp_path / 'quotes.toml'}, line 2)")
    assert ["min_confidence", "-", "(default)"] in [line.split() for line in shown]
    rows = json.loads(run_quotes("config", "--format", "json").stdout)
    assert rows["workers"] == {"value": 4, "from": "QUOTES_WORKERS"}
