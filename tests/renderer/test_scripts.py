"""The review page's modules as one script: order, names of their own, what is refused."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from quotes.errors import RenderError
from quotes.renderer.scripts import join_modules, page_script, script_folder


def modules(folder: Path, **sources: str) -> Path:
    """Write modules."""
    for name, source in sources.items():
        (folder / f"{name}.js").write_text(source, encoding="utf-8")
    return folder


def test_modules_come_before_those_that_need_them(tmp_path: Path) -> None:
    """Each once, in a scope of its own, with what it exports."""
    modules(
        tmp_path,
        main='import { twice } from "./sums.js";\nimport { ONE as FIRST } from "./numbers.js";\nshow(twice(FIRST));\n',
        sums='import { ONE } from "./numbers.js";\nexport function twice(n) {\n  return n * 2 * ONE;\n}\n',
        numbers="/** The first. */\nexport const ONE = 1;\n",
    )
    script = join_modules(tmp_path, "main")

    assert re.findall(r"^const (\w+)_js = ", script, re.MULTILINE) == ["numbers", "sums", "main"]
    assert "const { ONE: FIRST } = numbers_js;" in script
    assert "return {twice};" in script
    assert "The first" not in script


@pytest.mark.parametrize(
    ("sources", "complaint"),
    [
        ({"main": 'import { a } from "./gone.js";\n'}, "gone.js.*cannot be read"),
        ({"main": 'import * as all from "./main.js";\n'}, "not understood: import"),
        ({"main": "export default 1;\n"}, "not understood: export default"),
        ({"main": "export let a = 1;\n"}, "not understood: export let"),
        ({"main": 'import { b } from "./other.js";\n', "other": 'import { a } from "./main.js";\n'}, "needs itself"),
    ],
)
def test_what_cannot_be_joined_is_refused(tmp_path: Path, sources: dict[str, str], complaint: str) -> None:
    """Other forms of import and export, circles and missing files are errors with the module's name."""
    with pytest.raises(RenderError, match=complaint):
        join_modules(modules(tmp_path, **sources), "main")


def test_the_script_cannot_end_its_element() -> None:
    """It stands in a script element and holds nothing that would close or comment it."""
    assert not re.search(r"</script|<!--", page_script(), re.IGNORECASE)


def test_every_module_is_in_the_script() -> None:
    """No file of the folder is left over."""
    joined = set(re.findall(r"^const (\w+)_js = ", page_script(), re.MULTILINE))
    assert joined == {path.stem for path in script_folder().glob("*.js")}


def test_nothing_writes_markup() -> None:
    """Text goes into the page as text, code does not come from strings."""
    for path in script_folder().glob("*.js"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", source), (
            path
        )


def test_the_script_is_one_that_a_browser_reads(tmp_path: Path) -> None:
    """Node finds no fault in its syntax."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    path = tmp_path / "page.js"
    path.write_text(page_script(), encoding="utf-8")
    done = subprocess.run([node, "--check", path], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
