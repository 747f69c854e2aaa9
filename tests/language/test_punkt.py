"""NLTK's Punkt is loaded without the rest of NLTK, and nobody notices."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from quotes.language.punkt import load_punkt

IMPORTS = "import json, sys; from quotes.language.sentences import PARAMETERS_FILE, SentenceSplitter, find_sentences"


def run(code: str, *args: str, folder: Path | None = None) -> str:
    """Run code in a process of its own and return what it prints."""
    code = textwrap.dedent(code)
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_rest_of_nltk_and_what_it_loads_stay_away() -> None:
    """Splitting sentences puts no module of NLTK where others see it, and loads neither NumPy nor SciPy."""
    run(f"""
        {IMPORTS}
        assert len(find_sentences("He left. She stayed.")) == 2
        away = {{"nltk", "numpy", "scipy"}}
        assert not away & {{name.partition(".")[0] for name in sys.modules}}
    """)


def test_a_program_still_gets_all_of_nltk() -> None:
    """NLTK imported afterwards is whole, and its classes belong together."""
    run(f"""
        {IMPORTS}
        find_sentences("He left. She stayed.")
        import nltk
        import nltk.tokenize.punkt
        from nltk.tokenize import PunktSentenceTokenizer
        assert nltk.__version__ and nltk.wordpunct_tokenize("a b.") == ["a", "b", "."]
        assert nltk.FreqDist("aab").most_common(1) == [("a", 2)]
        assert sys.modules["nltk.tokenize.punkt"].PunktSentenceTokenizer is PunktSentenceTokenizer
        assert nltk.pos_tag and nltk.stem.PorterStemmer().stem("running") == "run"
        assert len(PunktSentenceTokenizer().tokenize("He left. She stayed.")) == 2
        assert len(find_sentences("He left. She stayed.")) == 2
    """)


def test_a_program_may_have_nltk_already() -> None:
    """NLTK imported before is left as it was."""
    run("""
        import sys
        import nltk.tokenize.punkt
        before = {name: id(module) for name, module in sys.modules.items() if name.startswith("nltk")}
        from quotes.language.sentences import find_sentences
        assert len(find_sentences("He left. She stayed.")) == 2
        assert before == {name: id(module) for name, module in sys.modules.items() if name.startswith("nltk")}
    """)


def test_sentences_are_those_of_a_plain_import(request: pytest.FixtureRequest) -> None:
    """Every document of the corpus has the same sentences either way."""
    corpus = str(request.config.rootpath / "corpus")
    code = f"""
        {IMPORTS}
        import hashlib, pathlib
        if sys.argv[2] == "plain":
            import nltk.tokenize.punkt
            import quotes.language.sentences
            quotes.language.sentences.load_punkt = lambda: nltk.tokenize.punkt
        found = hashlib.sha256()
        for path in sorted(pathlib.Path(sys.argv[1]).glob("*/text.txt")):
            text = path.read_bytes().decode("utf-8", errors="replace")
            found.update(repr([tuple(span) for span in find_sentences(text)]).encode())
        assert ("nltk" in sys.modules) == (sys.argv[2] == "plain")
        print(found.hexdigest())
    """
    assert run(code, corpus, "alone") == run(code, corpus, "plain")


def test_an_nltk_that_does_not_fit_is_imported_as_usual(tmp_path: Path) -> None:
    """Where Punkt needs what is passed over, NLTK is imported whole."""
    folder = tmp_path / "nltk" / "tokenize"
    folder.mkdir(parents=True)
    (tmp_path / "nltk" / "__init__.py").write_text("size = 3\n", encoding="utf-8")
    (folder / "__init__.py").write_text("", encoding="utf-8")
    (folder / "punkt.py").write_text("from nltk import size\n", encoding="utf-8")
    run(
        """
        import sys
        from quotes.language.punkt import load_punkt
        assert load_punkt().size == 3
        assert load_punkt() is sys.modules["nltk.tokenize.punkt"]
        """,
        folder=tmp_path,
    )


def test_a_thread_that_imports_nltk_meanwhile_gets_all_of_it() -> None:
    """Loading Punkt in one thread leaves an import of NLTK in another alone."""
    run("""
        import threading
        from quotes.language.punkt import load_punkt
        loaded = []
        def use():
            from nltk import FreqDist, wordpunct_tokenize
            loaded.append(FreqDist(wordpunct_tokenize("a b.")))
        thread = threading.Thread(target=use)
        thread.start()
        for _ in range(3):
            load_punkt()
        thread.join()
        assert len(loaded) == 1
    """)


def test_what_punkt_imports_later_is_imported_as_usual() -> None:
    """The functions of a module loaded here see Python's own import."""
    import builtins

    assert load_punkt().PunktSentenceTokenizer.__init__.__builtins__["__import__"] is builtins.__import__
