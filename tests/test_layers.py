"""The layers of the package point one way: a module imports only what stands above it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "quotes"

ORDER = (
    "errors",
    "process",
    "progress",
    "plugins",
    "assignment",
    "packed",
    "spans",
    "measures",
    "model",
    "quotation_list",
    "lexicon",
    "language",
    "people",
    "formats",
    "segmenter",
    "attributor",
    "diarizer",
    "pipeline",
    "evaluation",
    "renderer",
    "review",
    "training",
    "fidelity",
    "archive",
    "batch",
    "cluster",
    "config",
    "cli",
    "__main__",
)
"""Every room, from the foundation up; each may import from those before it."""

SIBLINGS = frozenset({"formats", "segmenter", "attributor", "diarizer", "evaluation", "renderer"})
"""Rooms that never import each other; only the pipeline and what comes after it joins them."""

SECLUDED = {
    room: frozenset({"errors", "plugins", "assignment", "spans", "measures", "model", "lexicon"})
    for room in ("formats", "evaluation", "renderer")
}
"""Rooms that see only these others."""

HEAVY = frozenset({"nltk", "jinja2", "rich", "numpy", "scipy", "werkzeug"})
"""Libraries that are imported inside the function that needs them."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def imports_of(path: Path) -> list[tuple[int, str, bool]]:
    """Give line, module and whether it is imported when the file is, for every import of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside_functions = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    for_types = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test).endswith("TYPE_CHECKING")
        for statement in branch.body
        for node in ast.walk(statement)
    }
    found = []
    for node in ast.walk(tree):
        at_once = id(node) not in inside_functions and id(node) not in for_types
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name, at_once) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            if node.module == "quotes":
                found += [(node.lineno, f"quotes.{alias.name}", at_once) for alias in node.names]
            else:
                found.append((node.lineno, str(node.module), at_once))
    return found


def room_of(path: Path) -> str:
    """Return the room a file belongs to: the first part of its name inside the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def faults_of(path: Path) -> list[str]:
    """Give every import of a file that goes against the order of the rooms."""
    room = room_of(path)
    faults = []
    for line, module, at_once in imports_of(path):
        place = f"{path.relative_to(PACKAGE.parent)}:{line}: {module}"
        if module.split(".")[0] in HEAVY and at_once and room != "training":
            faults.append(f"{place} is heavy: import it in the function that needs it")
        if not module.startswith("quotes.") or module == "quotes.__version__":
            continue
        other = module.split(".")[1]
        if other == room:
            continue
        if other not in ORDER:
            faults.append(f"{place} is no room: import a name from the module it lives in")
        elif ORDER.index(other) > ORDER.index(room):
            faults.append(f"{place} stands below {room}")
        elif {other, room} <= SIBLINGS:
            faults.append(f"{place} and {room} are siblings")
        elif room in SECLUDED and other not in SECLUDED[room]:
            faults.append(f"{place}: {room} sees only {', '.join(sorted(SECLUDED[room]))}")
        elif other == "training" and room != "cli":
            faults.append(f"{place} is never imported at run time")
    return faults


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_above_it(path: Path) -> None:
    """No import goes down, to a sibling, or loads a heavy library at once."""
    if path == PACKAGE / "__init__.py":
        assert [module for _, module, at_once in imports_of(path) if module.startswith("quotes") and at_once] == []
        return
    assert room_of(path) in ORDER, f"{path} is in no room; give it one, or add the room to the order"
    assert faults_of(path) == []


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        ("spans.py", "import quotes.model", "stands below spans"),
        ("formats/new.py", "from quotes.segmenter import marks", "stands below formats"),
        ("segmenter/new.py", "from quotes.formats import read", "are siblings"),
        ("renderer/new.py", "from quotes.language import layout", "sees only assignment, errors, lexicon"),
        ("renderer/new.py", "import jinja2", "is heavy"),
        ("batch.py", "def f():\n    from quotes.training import train", "is never imported at run time"),
        ("cli/new.py", "from quotes import annotate", "is no room"),
    ],
)
def test_the_check_sees_each_kind_of_fault(
    file: str, line: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that breaks a rule is told which."""
    monkeypatch.setattr(f"{__name__}.PACKAGE", tmp_path / "quotes")
    path = tmp_path / "quotes" / file
    path.parent.mkdir(parents=True)
    path.write_text(line, encoding="utf-8")
    assert fault in faults_of(path)[0]


def test_no_room_is_a_lumber_room() -> None:
    """There is no module called utils, common, helpers or misc."""
    assert not {path.stem for path in MODULES} & {"utils", "util", "common", "helpers", "misc"}
