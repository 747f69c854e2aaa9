"""The command line as a process: what goes where, exit codes, and what is never overwritten."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

import quotes
from quotes.cli.annotating import KINDS
from quotes.cli.group import main
from quotes.cli.showing import FORMATS
from quotes.model import QuotationKind

TEXT = "“The dam held,” said Ana Reyes, the mayor of Tarn.\r\n"

posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX system")


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A small document."""
    path = tmp_path / "note.txt"
    path.write_bytes(TEXT.encode("utf-8"))
    return path


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A saved annotation."""
    from quotes.formats import write_annotation

    path = tmp_path / "saved.json"
    path.write_text(write_annotation(quotes.annotate(TEXT)), encoding="utf-8")
    return path


def test_a_recording_is_for_the_review_page(run_quotes, note: Path) -> None:
    """Other forms play nothing and say so; a recording that is not there is an error too."""
    refused = run_quotes("annotate", note, "--audio", note)
    missing = run_quotes("annotate", note, "--format", "review", "--audio", "gone.wav")

    assert (refused.returncode, missing.returncode) == (2, 2)
    assert b"--format review" in refused.stderr


def test_the_version_is_that_of_the_package(run_process) -> None:
    """``quotes --version`` prints it."""
    assert run_process("--version").stdout.decode().split() == ["quotes", quotes.__version__]


def test_help_loads_no_heavy_library() -> None:
    """``quotes --help`` answers at once, because nothing but click is imported for it."""
    code = (
        "import sys; from quotes.cli import main; main(['annotate', '--help'], standalone_mode=False);"
        "print(*(name for name in sys.modules if '.' not in name), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pydantic", "nltk", "jinja2", "rich", "rapidfuzz", "numpy"} & set(done.stderr.split())


@pytest.mark.parametrize(("given", "held"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")], ids=["unset", "set"])
def test_the_process_is_set_up_for_one_short_run(given: dict[str, str], held: str) -> None:
    """No threads for small sums, unless the user says so; at the end nothing is looked through for cycles."""
    code = (
        "import atexit, gc, os, sys; sys.argv[1:] = ['--version']; from quotes.__main__ import start;"
        "atexit.register(lambda: print(os.environ['OPENBLAS_NUM_THREADS'], gc.get_freeze_count() > 0)); start()"
    )
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"} | given
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines()[-1].split() == [held, "True"]


@pytest.mark.parametrize("command", ["", *sorted(main.commands)])
def test_help_begins_with_examples(command: str, run_quotes) -> None:
    """The first thing a reader sees is a command that can be copied."""
    lines = run_quotes(*command.split(), "--help").stdout.decode().splitlines()
    assert lines[0] == "Examples:"
    assert lines[1].startswith(f"  quotes {command}".rstrip())


def test_choices_are_those_of_the_package() -> None:
    """Formats and kinds stand in the command line to keep it quick; they are the package's own."""
    from typing import get_args

    from quotes import renderer

    assert FORMATS == renderer.FORMATS
    assert get_args(QuotationKind) == KINDS


@pytest.mark.parametrize("format", FORMATS)
def test_the_format_asked_for_is_that_of_render(format: str, note: Path, run_quotes) -> None:
    """The command line adds nothing to what the library gives, and says nothing on stderr."""
    done = run_quotes("annotate", note, "--format", format)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == quotes.render(quotes.annotate(quotes.read(note)), format)


def test_results_are_utf_8_whatever_the_platform_prefers(note: Path, run_process) -> None:
    """The encoding of the terminal plays no part, nor do its line ends."""
    done = run_process("annotate", note, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == quotes.render(quotes.annotate(quotes.read(note)))


def test_json_keeps_the_text_as_it_is(note: Path, run_quotes) -> None:
    """Line ends too."""
    assert json.loads(run_quotes("annotate", note, "--format", "json").stdout)["text"] == TEXT


@pytest.mark.parametrize(
    "args", [("annotate", "-", "--format", "json"), ("annotate", "--format", "json")], ids=["dash", "nothing named"]
)
def test_a_text_can_be_piped_in(args: tuple[str, ...], run_process) -> None:
    """Standard input is read as bytes, in any encoding."""
    done = run_process(*args, input=TEXT.encode("utf-16"))
    value = json.loads(done.stdout)
    assert (value["id"], value["text"], value["document"]["encoding"]) == ("stdin", TEXT, "utf-16")


@pytest.mark.parametrize(
    ("data", "encoding", "options"),
    [
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig", ()),
        (TEXT.encode("utf-16"), "utf-16", ()),
        (TEXT.encode("cp1252"), "windows-1252", ()),
        (TEXT.encode("utf-16-be"), "utf-16-be", ("--encoding", "utf-16-be")),
    ],
    ids=["utf-8 with mark", "utf-16", "windows-1252", "named"],
)
def test_encodings_are_found_out_or_named(data: bytes, encoding: str, options, note: Path, run_quotes) -> None:
    """The text is the same in each."""
    note.write_bytes(data)
    value = json.loads(run_quotes("annotate", note, "--format", "json", *options).stdout)
    assert (value["text"], value["document"]["encoding"]) == (TEXT, encoding)


@pytest.mark.parametrize(
    ("name", "begins"),
    [("out.json", b"{"), ("out.html", b"<!"), ("out.csv", None), ("out.md", None), ("out.txt", None), ("out", None)],
)
def test_the_suffix_of_the_output_says_its_format(name: str, begins: bytes | None, note, tmp_path, run_quotes) -> None:
    """An unknown suffix means text."""
    done = run_quotes("annotate", note, "-o", name)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    written = (tmp_path / name).read_bytes()
    assert begins is None or written.lower().startswith(begins)
    format = {"json": "json", "html": "html", "csv": "csv", "md": "md"}.get(name.partition(".")[2], "text")
    assert written.decode("utf-8") == quotes.render(quotes.annotate(quotes.read(note)), format)


def test_the_text_can_be_left_out_of_json(note: Path, run_quotes) -> None:
    """``--no-text`` goes with JSON only."""
    assert "text" not in json.loads(run_quotes("annotate", note, "--format", "json", "--no-text").stdout)
    assert b"--no-text leaves the text out of JSON" in run_quotes("annotate", note, "--no-text").stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("annotate", "bare.json", "--anew"), b"bare.json was saved without its text and cannot be annotated anew"),
        (("render", "bare.json"), b"without its text"),
    ],
)
def test_an_annotation_without_its_text_says_so(args: tuple[str, ...], message: bytes, note: Path, run_quotes) -> None:
    """It can be read and written as JSON, but not shown or annotated again."""
    run_quotes("annotate", note, "--no-text", "-o", "bare.json")
    done = run_quotes(*args)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr
    assert run_quotes("render", "bare.json", "--format", "json").returncode == 0


def test_a_saved_annotation_is_shown_as_it_is(saved: Path, tmp_path: Path, run_quotes) -> None:
    """``annotate`` and ``render`` take it, and neither annotates it anew."""
    value = json.loads(saved.read_text(encoding="utf-8"))
    value["speakers"].append({"id": "s99", "name": "Nobody Found This"})
    saved.write_text(json.dumps(value), encoding="utf-8")
    for command in ("annotate", "render"):
        assert b"Nobody Found This" in run_quotes(command, saved, "--format", "json").stdout
    anew = run_quotes("annotate", saved, "--anew", "--format", "json")
    assert (anew.returncode, b"Nobody Found This" in anew.stdout) == (0, False)


def test_an_own_template_is_used(saved: Path, tmp_path: Path, run_quotes) -> None:
    """The template's suffix says the format where nothing else does."""
    (tmp_path / "mine.html").write_text("<p>{{ text }}</p>", encoding="utf-8")
    done = run_quotes("render", saved, "--template", "mine.html")
    assert done.stdout.decode("utf-8").startswith("<p>“The dam held,”")


def test_templates_are_listed_and_printed(run_quotes) -> None:
    """What is listed can be printed."""
    names = run_quotes("templates").stdout.decode().split()
    assert "page.html" in names
    assert run_quotes("templates", names[0]).stdout.decode("utf-8") == quotes_template(names[0])


def quotes_template(name: str) -> str:
    """The source of a built-in template."""
    from quotes.renderer import read_template

    return read_template(name)


def test_the_schema_is_json(run_quotes) -> None:
    """``quotes schema`` describes the annotation."""
    assert json.loads(run_quotes("schema").stdout)["title"] == "Annotation"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ("annotate", "gone.txt"),
            "Error: gone.txt: there is no such file; check the name, or give - for standard input",
        ),
        (("annotate", "."), "Error: .: this is a directory; name a file in it"),
        (("annotate", "empty.txt"), "Error: empty.txt: the file is empty (0 bytes)"),
        (("annotate", "blank.txt"), "Error: blank.txt: the file holds nothing but white space (3 bytes)"),
        (("annotate", "picture.txt"), "Error: picture.txt: this is a PNG picture, not text; give the text itself"),
        (("annotate", "other.json"), "this JSON is no annotation of quotes"),
        (("annotate", "note.txt", "--encoding", "no-such"), "there is no text encoding 'no-such'"),
        (("annotate", "note.txt", "--encoding", "ascii"), "note.txt: byte 0 (0xe2, in line 1) is not ascii"),
        (("annotate", "note.txt", "--input-format", "odt"), "There is no reader odt; there are "),
        (
            ("annotate", "note.txt", "--kinds", "direct,loud"),
            "loud is no kind; kinds are direct, mixed, indirect, other",
        ),
        (("annotate", "note.txt", "--kinds", ""), "nothing is no kind"),
        (("annotate", "note.txt", "--min-confidence", "2"), "2.0 is not in the range 0<=x<=1"),
        (("annotate", "note.txt", "--format", "odt"), "'odt' is not one of"),
        (("annotate", "note.txt", "--roster", "gone.toml"), "gone.toml: the roster cannot be read: No such file"),
        (("annotate", "note.txt", "-o", "nowhere/out.txt"), "There is no folder nowhere; make it first."),
        (("annotate", "note.txt", "-o", "."), ". is a folder; name a file to write to."),
        (("annotate", "note.txt", "-o", "note.txt"), "note.txt is the input (note.txt) and would be overwritten"),
        (("annotate", "note.txt", "-o", "link.txt"), "link.txt is the input (note.txt) and would be overwritten"),
        (("annotate", "note.txt", "--template", "gone.html"), "There is no template gone.html: no such file, and the"),
        (("annotate", "note.txt", "--template", "page.html", "--format", "csv"), "csv is not made from a template"),
        (("annotate", "note.txt", "other.txt"), "unexpected extra argument"),
        (("render", "note.txt"), "note.txt: it is not JSON"),
        (("batch",), "Missing argument 'IN...|-'"),
        (("batch", "gone.jsonl"), "Error: gone.jsonl: there is no such file"),
        (("batch", "in.jsonl", "--resume"), "--resume needs a file to go on with; name it with -o."),
        (("batch", "in.jsonl", "-o", "in.jsonl"), "in.jsonl is the input (in.jsonl) and would be overwritten"),
        (("batch", "in.jsonl", "-o", "out.jsonl.gz"), "OUT is written uncompressed"),
        (("batch", "in.jsonl", "-o", "note.txt", "--resume"), "note.txt, line 1: this is no record of quotes batch"),
        (("templates", "gone.html"), "not a built-in template"),
        (("train", "--data", "nowhere"), "There is no folder nowhere."),
        (("sing",), "No such command 'sing'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_exits_with_2_and_a_line(args: tuple[str, ...], message: str, note, tmp_path, run_process):
    """The message says what is wrong; no traceback, no output, no file changed."""
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \r\n")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (tmp_path / "other.json").write_bytes(b'{"title": "x"}')
    (tmp_path / "in.jsonl").write_bytes(b'{"id": "a", "text": "x"}\n')
    (tmp_path / "link.txt").hardlink_to(note)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = run_process(*args)
    shown = done.stderr.decode("utf-8").replace("\r\n", "\n")
    assert message in shown
    assert "Traceback" not in shown
    assert (done.returncode, done.stdout) == (2, b"")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("where", ["before", "after"])
def test_debug_shows_where_an_error_arose(where: str, run_process) -> None:
    """The option may stand before or after the command."""
    args = ("--debug", "annotate", "gone.txt") if where == "before" else ("annotate", "gone.txt", "--debug")
    assert b"Traceback" in run_process(*args).stderr


def test_an_input_is_replaced_when_asked(saved: Path, run_quotes) -> None:
    """``--overwrite-input`` allows what is refused otherwise."""
    assert run_quotes("annotate", saved, "--anew", "-o", saved, "--overwrite-input").returncode == 0
    assert json.loads(saved.read_text(encoding="utf-8"))["text"] == TEXT


@posix
def test_input_by_redirection_is_not_overwritten(note: Path, tmp_path: Path) -> None:
    """``quotes annotate - -o note.txt < note.txt`` is seen through."""
    with note.open("rb") as stdin:
        done = subprocess.run(
            [sys.executable, "-m", "quotes", "annotate", "-", "-o", str(note)], stdin=stdin, capture_output=True
        )
    assert (done.returncode, note.read_bytes()) == (2, TEXT.encode())


@posix
def test_a_file_written_again_keeps_its_permissions_and_links(note: Path, tmp_path: Path, run_quotes) -> None:
    """Mode and symbolic link stay, and no other file is left behind."""
    target = tmp_path / "target.txt"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    (tmp_path / "link.txt").symlink_to(target)
    assert run_quotes("annotate", note, "-o", "link.txt").returncode == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.read_bytes() != b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.txt", "note.txt", "target.txt"]


@posix
def test_a_new_file_has_the_usual_permissions(note: Path, tmp_path: Path, run_quotes) -> None:
    """The umask decides, as for any program."""
    plain = tmp_path / "plain"
    plain.touch()
    run_quotes("annotate", note, "-o", "out.txt")
    assert (tmp_path / "out.txt").stat().st_mode == plain.stat().st_mode


@posix
def test_a_device_is_written_to_directly(note: Path, run_quotes) -> None:
    """``-o /dev/stdout`` and ``/dev/null`` are no files to be replaced."""
    assert run_quotes("annotate", note, "-o", "/dev/null").returncode == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@posix
@pytest.mark.parametrize("command", ["annotate big.txt --format json", "batch big.jsonl"])
def test_a_closed_pipe_is_quiet(command: str, tmp_path: Path) -> None:
    """``| head -c 1`` ends the run without a word."""
    text = TEXT * 1500
    (tmp_path / "big.txt").write_text(text, encoding="utf-8", newline="")
    (tmp_path / "big.jsonl").write_text(
        "".join(json.dumps({"id": str(n), "text": TEXT * 100}) + "\n" for n in range(60)), encoding="utf-8"
    )
    shell = f"{sys.executable} -m quotes {command} | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_in_a_line(note: Path, tmp_path: Path) -> None:
    """No traceback at exit either."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "quotes", "annotate", str(note)], stdout=full, stderr=subprocess.PIPE
        )
    assert (done.returncode, done.stderr) == (2, b"Error: standard output: No space left on device\n")


@posix
def test_ctrl_c_is_exit_130_and_a_word() -> None:
    """Whatever the command was doing; a shell sees 130 where a signal ended it, too.

    CPython ends itself by the signal where that came while it ran code made from text, as dataclasses are.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "quotes", "annotate", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(1.5)  # it waits for its input by now
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode in (130, -signal.SIGINT)
    assert stderr == b"Stopped.\n"


def on_a_terminal(args: list[str], cwd: Path, **env: str) -> tuple[int, str]:
    """Run a command line with a terminal for standard output and error; return its exit code and what it showed."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "quotes", *args],
        cwd=cwd,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "60", **env},
    )
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
        while data := os.read(ours, 65536):
            shown += data
    os.close(ours)
    return process.wait(), shown.decode("utf-8")


@posix
def test_a_terminal_gets_wrapped_text(note: Path, tmp_path: Path) -> None:
    """Lines fit the terminal, and NO_COLOR is heeded."""
    note.write_text(f"“{'The dam held all night. ' * 12}” said Ana Reyes, the mayor of Tarn.", encoding="utf-8")
    code, shown = on_a_terminal(["annotate", "note.txt", "--quiet"], tmp_path, NO_COLOR="1")
    assert code == 0
    assert max(len(line) for line in shown.splitlines()) <= 60
    assert "\x1b" not in shown


@posix
def test_a_terminal_without_input_is_a_usage_error(tmp_path: Path) -> None:
    """Nobody is left waiting for a program that waits for them."""
    code, shown = on_a_terminal(["annotate"], tmp_path)
    assert (code, "Name a FILE, or pipe a text in." in shown) == (2, True)


@posix
def test_a_batch_shows_its_progress_on_a_terminal(tmp_path: Path) -> None:
    """A bar while it runs, the count when it is done."""
    records = [json.dumps({"id": str(n), "text": TEXT}) + "\n" for n in range(30)]
    (tmp_path / "in.jsonl").write_text("".join(records), encoding="utf-8")
    code, shown = on_a_terminal(["batch", "in.jsonl", "-o", "out.jsonl"], tmp_path)
    assert code == 0
    assert shown.rstrip().endswith("30 documents.")
    assert "\x1b" in shown
