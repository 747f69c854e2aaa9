"""Built-in and own templates: where they are found, how they are escaped, how their errors are told."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from renderer_samples import article, hostile

from quotes.errors import RenderError
from quotes.renderer import list_templates, read_template, render


def own(folder: Path, source: str, name: str = "mine.html") -> Path:
    """Write an own template."""
    path = folder / name
    path.write_text(source, encoding="utf-8")
    return path


def test_built_in_templates_are_listed() -> None:
    """There is one for each format that is made from a template."""
    assert set(list_templates()) >= {"page.html", "page.md", "page.txt"}


def test_a_built_in_template_can_be_read_and_used_as_ones_own(tmp_path: Path) -> None:
    """A copy of a built-in template makes the same page."""
    copy = own(tmp_path, read_template("page.html"), "page.html")

    assert render(article(), "html", template=copy) == render(article(), "html")


@pytest.mark.parametrize(
    ("format", "name"), [("html", "page.html"), ("review", "review.html"), ("md", "page.md"), ("text", "page.txt")]
)
def test_a_page_that_lies_there_is_no_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str, name: str
) -> None:
    """What was written under the name of a built-in template does not become the next page."""
    wanted = render(article(), format)
    own(tmp_path, "the page of yesterday", name)
    monkeypatch.chdir(tmp_path)

    assert render(article(), format) == wanted


def test_an_unknown_template_names_the_built_in_ones() -> None:
    """Both ways of asking say what there is."""
    with pytest.raises(RenderError, match=r"page\.html, page\.md, page\.txt"):
        read_template("../pyproject.toml")
    with pytest.raises(RenderError, match=r"no such file, nor a built-in template"):
        render(article(), "html", template="nothing.html")


ESCAPES = {
    "html by suffix": ("mine.html", "text", "&lt;b&gt; * &amp;"),
    "htm by suffix": ("mine.htm", "text", "&lt;b&gt; * &amp;"),
    "xml by suffix": ("mine.xml", "text", "&lt;b&gt; * &amp;"),
    "markdown by suffix": ("mine.md", "html", r"&lt;b&gt; \* &amp;"),
    "text by suffix": ("mine.txt", "html", "<b> * &"),
    "html by format": ("mine.html.j2", "html", "&lt;b&gt; * &amp;"),
    "markdown by format": ("mine.j2", "md", r"&lt;b&gt; \* &amp;"),
    "text by format": ("mine", "text", "<b> * &"),
}


@pytest.mark.parametrize(("name", "format", "escaped"), ESCAPES.values(), ids=ESCAPES)
def test_values_are_escaped_for_the_template(tmp_path: Path, name: str, format: str, escaped: str) -> None:
    """The suffix of a template decides, else the format does; nothing is left unescaped by its name."""
    path = own(tmp_path, "{{ reported[0].words }}{{ speakers[0].name }}", name)

    assert render(hostile("<b> * &"), format, template=path) == escaped + escaped


def test_an_own_template_extends_a_built_in_one(tmp_path: Path) -> None:
    """A file of the same name as the built-in page may extend it and change a part."""
    path = own(tmp_path, '{% extends "page.html" %}{% block footer %}Checked by the desk.{% endblock %}', "page.html")
    page = render(article(), "html", template=path)

    assert "Checked by the desk." in page
    assert 'id="text"' in page


def test_an_own_template_includes_a_file_beside_it(tmp_path: Path) -> None:
    """Files beside an own template can be included; nothing outside its folder can."""
    own(tmp_path, "{{ title }}", "part.html")
    folder = tmp_path / "inner"
    folder.mkdir()

    assert render(article(), "html", template=own(tmp_path, '{% include "part.html" %}')) == (
        "Council votes to close the market"
    )
    with pytest.raises(RenderError, match=r"no template is called '\.\./part\.html'"):
        render(article(), "html", template=own(folder, '{% include "../part.html" %}'))


def test_styles_and_scripts_of_an_own_style_block_keep_the_policy(tmp_path: Path) -> None:
    """What a template adds to the style is part of the hash that the policy allows."""
    path = own(tmp_path, '{% extends "page.html" %}{% block style %}h1{color:red}{% endblock %}')

    assert "h1{color:red}" in render(article(), "html", template=path)


WRONG = {
    "syntax": ("ok\n{% if %}\n", "line 2: "),
    "unknown name": ("ok\n\n{{ nothing }}", "line 3: UndefinedError: 'nothing' is undefined"),
    "unknown field": ("{% for q in quotations %}\n{{ q.nothing }}{% endfor %}", "line 2: UndefinedError"),
    "unknown filter": ("{{ title|nothing }}", "line 1: No filter named 'nothing'"),
    "python error": ("\n{{ 1 / 0 }}", "line 2: ZeroDivisionError"),
    "missing include": ('\n\n\n{% include "no.html" %}', "no template is called 'no.html'"),
    "reaching into Python": ("{{ ''.__class__.__mro__ }}", "line 1: SecurityError"),
    "reaching through a value": ("{{ quotations[0].__init__.__globals__ }}", "line 1: SecurityError"),
    "changing a value": ("{{ page.view.annotation.document.meta.update({1: 2}) }}", "line 1: SecurityError"),
    "endless range": ("{{ range(1000000000)|list }}", "line 1: OverflowError"),
}


@pytest.mark.parametrize(("source", "reason"), WRONG.values(), ids=WRONG)
def test_a_wrong_template_names_file_and_line(tmp_path: Path, source: str, reason: str) -> None:
    """The error says which template, which line and what; it survives pickling."""
    path = own(tmp_path, source)
    with pytest.raises(RenderError) as caught:
        render(article(), "html", template=path)

    assert caught.value.template == str(path)
    assert reason in caught.value.reason
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


def test_a_template_that_is_not_text_is_an_error(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are named as such."""
    path = tmp_path / "mine.html"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(RenderError, match="cannot be read as UTF-8"):
        render(article(), "html", template=path)


@pytest.mark.parametrize("format", ["csv", "json"])
def test_data_formats_take_no_template(format: str, tmp_path: Path) -> None:
    """CSV and JSON are not made from templates."""
    with pytest.raises(RenderError, match="is not made from a template"):
        render(article(), format, template=own(tmp_path, ""))
