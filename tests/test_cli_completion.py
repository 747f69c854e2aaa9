"""Completion in four shells: what the program answers, and what real shells make of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quotes.cli.completing import READER_NAMES, WRITER_NAMES
from quotes.formats import READERS, WRITERS
from tests.conftest import RunQuotes

SHELLS = ("bash", "zsh", "fish", "powershell")
IS_WINDOWS = os.name == "nt"


def ask(shell: str, line: str) -> dict[str, str]:
    """The environment with which the script of ``shell`` asks what fits at the end of ``line``."""
    words = line.split(" ")
    environment = {"_QUOTES_COMPLETE": f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    return {**environment, "COMP_CWORD": words[-1]} if shell == "fish" else environment


def values(shell: str, answer: bytes) -> list[str]:
    """The words in an answer of the program; "file" stands for files."""
    lines = answer.decode("utf-8").splitlines()
    if shell in ("zsh", "powershell"):
        assert len(lines) % 3 == 0
        return [kind if kind == "file" else value for kind, value in zip(lines[::3], lines[1::3], strict=True)]
    rows = [line.partition("\t")[0].partition(",") for line in lines]
    return [kind if kind == "file" else value for kind, _, value in rows]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("quotes rep", ["repair"]),
        ("quotes repair --style b", ["british"]),
        ("quotes annotate --from sr", ["srt"]),
        ("quotes convert a.srt - --to web", ["webvtt"]),
        ("quotes diarize a.json --to j", ["json"]),
        ("quotes annotate --kinds di", ["direct"]),
        ("quotes annotate --format inp", ["inplace"]),
        ("quotes annotate --cue-v", ["--cue-verbs"]),
        ("quotes annotate inter", ["file"]),
        ("quotes annotate --roster c", ["file"]),
        ("quotes completion f", ["fish"]),
    ],
)
def test_the_program_answers(shell: str, line: str, expected: list[str], run_process: RunQuotes) -> None:
    """In a process of its own, as the script of each shell asks."""
    done = run_process(env=ask(shell, line))
    assert (values(shell, done.stdout), done.stderr) == (expected, b"")


def test_kinds_go_on_behind_a_comma(run_process: RunQuotes) -> None:
    """Those that are there are not offered again."""
    done = run_process(env=ask("bash", "quotes batch --kinds direct,"))
    assert values("bash", done.stdout) == ["direct,mixed", "direct,indirect", "direct,other"]


def test_forms_of_installed_packages_are_offered(run_process: RunQuotes) -> None:
    """Readers, writers, renderers and stages."""
    path = {
        "PYTHONPATH": os.pathsep.join(
            [str(Path(__file__).parent / "example_package"), os.environ.get("PYTHONPATH", "")]
        )
    }
    for line, expected in (
        ("quotes check --from me", ["memo"]),
        ("quotes convert a.srt - --to me", ["memo"]),
        ("quotes annotate --format co", ["count"]),
        ("quotes annotate --stage leave", ["leave_short_ones"]),
    ):
        assert values("bash", run_process(env={**path, **ask("bash", line)}).stdout) == expected


def test_the_names_of_forms_are_those_there_are() -> None:
    """They are written down a second time so that nothing is loaded to offer them."""
    assert (sorted(READER_NAMES), sorted(WRITER_NAMES)) == (sorted(READERS), sorted(WRITERS))


def test_nothing_heavy_is_loaded_to_answer() -> None:
    """A key press must not wait for libraries."""
    run = "import quotes.cli; quotes.cli.main(prog_name='quotes')"
    code = f"import sys\ntry:\n {run}\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **ask("bash", "quotes annotate --from s")},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "plain,srt" in loaded  # what was asked for was answered
    assert not loaded & {"pydantic", "nltk", "jinja2", "rich", "numpy", "rapidfuzz", "quotes.formats", "quotes.model"}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed(shell: str, run_quotes: RunQuotes) -> None:
    """It asks the program with the variable that the program looks at."""
    done = run_quotes("completion", shell)
    assert (done.returncode, f"{shell}_complete" in done.stdout.decode()) == (0, True)
    assert b"_QUOTES_COMPLETE" in done.stdout


def test_the_script_for_powershell_registers_a_completer(run_quotes: RunQuotes) -> None:
    """There is no PowerShell to run it here; what it registers, asks and takes apart is held against the answers."""
    script = run_quotes("completion", "powershell").stdout.decode()
    assert script.startswith("Register-ArgumentCompleter -Native -CommandName quotes -ScriptBlock {")
    assert "$i += 3" in script  # three lines a word, as `values` takes them apart
    assert "[System.Management.Automation.CompletionResult]::new(" in script


@pytest.fixture
def shells(tmp_path: Path, run_process: RunQuotes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with each script and some files, and ``quotes`` on the path."""
    for shell in SHELLS:
        (tmp_path / f"quotes.{shell}").write_bytes(run_process("completion", shell).stdout)
    (tmp_path / "interview.txt").write_text("Go.", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "quotes"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quotes "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def need(shell: str) -> str:
    """The path of a shell; the test is skipped where there is none."""
    path = shutil.which(shell)
    if path is None or IS_WINDOWS:
        pytest.skip(f"there is no {shell} on this machine")
    return path


def test_a_real_bash_completes(shells: Path) -> None:
    """The script is sourced, and its function called as bash calls it."""
    script = """
        source quotes.bash
        complete -p quotes | grep -o -- '-F [^ ]*' | { read -r _ name; echo "$name"; } > name
        COMP_WORDS=(quotes repair --style b); COMP_CWORD=3; "$(cat name)" quotes; echo "${COMPREPLY[@]}"
        COMPREPLY=(); COMP_WORDS=(quotes ann); COMP_CWORD=1; "$(cat name)" quotes; echo "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        [need("bash"), "--norc", "-c", script], cwd=shells, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.stdout.splitlines(), done.stderr) == (["british", "annotate"], "")


def test_a_real_fish_completes(shells: Path) -> None:
    """Words of ours, and files."""
    for line, expected in (("quotes repair --style b", ["british"]), ("quotes annotate inter", ["interview.txt"])):
        done = subprocess.run(
            [need("fish"), "--no-config", "-c", f'source quotes.fish; complete -C "{line}"'],
            cwd=shells,
            env={**os.environ, "HOME": str(shells)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.stdout.split() == expected, done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize(
    ("typed", "expected"), [("quotes repair --style b\t", "british"), ("quotes annotate inter\t", "interview.txt")]
)
def test_the_tab_key_completes(shell: str, typed: str, expected: str, shells: Path) -> None:
    """In a shell on a terminal, as somebody types."""
    import pty

    command = {"bash": [need("bash"), "--norc", "-i"], "zsh": [shutil.which("zsh") or "", "-f", "-i"]}[shell]
    if shell == "zsh":
        need("zsh")
    setting = {"bash": "source quotes.bash", "zsh": "autoload -U compinit; compinit -u -D; source quotes.zsh"}[shell]
    terminal, end = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "HOME": str(shells), "PS1": "> "}
    process = subprocess.Popen(
        command, stdin=end, stdout=end, stderr=end, cwd=shells, env=environment, start_new_session=True
    )
    os.close(end)
    try:
        os.write(terminal, f"{setting}; echo re''ady\n".encode())
        seen = read_until(terminal, "ready")
        os.write(terminal, typed.encode())
        seen = read_until(terminal, expected)
        assert expected in seen
    finally:
        process.kill()
        process.wait(timeout=30)
        os.close(terminal)


def read_until(terminal: int, words: str, seconds: float = 60.0) -> str:
    """What a terminal shows until ``words`` are there, or time is up."""
    import select

    seen = b""
    end = time.monotonic() + seconds
    while words.encode() not in seen and time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if ready:
            try:
                seen += os.read(terminal, 4096)
            except OSError:
                break
    return seen.decode("utf-8", errors="replace")
