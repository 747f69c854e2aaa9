"""Turn an annotation into something people or programs read: text, HTML, Markdown, CSV, JSON, a page to review it on.

`render` is the whole of it. Templates live in ``templates/`` at the top level of the checkout (inside the package once
installed); `list_templates` and `read_template` show them, and ``render(..., template=...)`` runs one's own in a
sandbox.

What a template sees: ``title``, ``byline``, ``text``, ``summary`` (counts), ``quotations`` (all, in reading order),
``reported`` (what was said: kind other and rejected ones left out), ``speakers`` (most quoted first), ``silent``
(named, say nothing), ``annotation`` and ``document`` (the model), ``page`` (parts of the HTML page: ``body``,
``data``, ``swatches``, ``looks``, ``anchors``, ``timeline``; of the review page also ``script`` and ``saving``),
``width`` and ``style``.

A quotation offers ``words``, ``paragraphs``, ``speaker``, ``confidence``, ``is_unsure``, ``runner_up``,
``cue``, ``source``, ``notes``, ``kind``, ``start``, ``end``, ``number`` and ``quotation`` (the model's); a speaker
``number``, ``name``, ``standing``, ``kind``, ``quotation_count``, ``word_count``, ``look`` and ``speaker``. Filters
besides Jinja's: ``plural``, ``paragraph``, ``unbroken``, ``csp_hash``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.errors import RenderError
from quotes.model import Annotation
from quotes.plugins import list_plugins, load_plugin
from quotes.renderer.environment import Escape, fill_template, list_templates, read_template

if TYPE_CHECKING:
    from quotes.renderer.inplace import Marking
    from quotes.renderer.review import Saving

__all__ = ["FORMATS", "format_of", "list_templates", "read_template", "render"]

FORMATS = ("text", "html", "md", "csv", "json", "review")
"""Every format `render` makes of an annotation; ``inplace`` needs the source as well, which it marks."""

_SUFFIXES = {".txt": "text", ".html": "html", ".htm": "html", ".md": "md", ".csv": "csv", ".json": "json"}

_TEMPLATES = {"text": "page.txt", "html": "page.html", "md": "page.md", "review": "review.html"}
_ESCAPES: dict[str, Escape] = {"text": "text", "html": "html", "md": "md", "review": "html"}


def format_of(path: str | Path) -> str | None:
    """Return the format that the suffix of ``path`` stands for, or None.

    Example:
        >>> format_of("out/page.HTML"), format_of("out.docx")
        ('html', None)
    """
    return _SUFFIXES.get(Path(path).suffix.lower())


def render(
    annotation: Annotation,
    format: str = "text",
    *,
    template: str | Path | None = None,
    width: int | None = None,
    styled: bool = False,
    saving: Saving | None = None,
    audio: str | None = None,
    source: str | None = None,
    marking: Marking | None = None,
) -> str:
    """Return the annotation as a page of text in one of `FORMATS`, or ``inplace``; it ends with a line end.

    Args:
        annotation: what was found in a document, with the document's text (json does without).
        format: one of `FORMATS`.
        template: an own template, or the name of a built-in one, in place of the format's. Values are escaped for the
            suffix of its name (.html, .md, .txt), else for ``format``.
        width: columns at which text is wrapped; None keeps each quotation on one line. For format text.
        styled: whether names are set off with escape sequences for a terminal. For format text.
        saving: where a served page sends corrections. For format review.
        audio: address of the recording, as seen from the page. For format review.
        source: the decoded page that the annotation was made from. For format inplace, which adds no line end.
        marking: how quotations are marked. For format inplace.

    Raises:
        RenderError: an unknown format, an annotation without its text, or a template that is missing or wrong.

    Example:
        >>> from quotes.model import Annotation, Document, Quotation, Speaker
        >>> from quotes.spans import Span
        >>> document = Document(id="note", text='"Go," said Ana Ruiz.')
        >>> quotation = Quotation(id="q1", kind="direct", spans=(Span(1, 4),), speaker="s1", confidence=0.9)
        >>> speaker = Speaker(id="s1", name="Ana Ruiz", role="engineer")
        >>> print(render(Annotation.of(document, quotations=(quotation,), speakers=(speaker,))), end="")
        Ana Ruiz, engineer: “Go,”
    """
    if format not in FORMATS and template is None and format in list_plugins("quotes.renderers"):
        return _render_with_plugin(annotation, format)
    if format not in (*FORMATS, "inplace"):
        raise RenderError(
            str(template or format), f"no format is called {format!r}; there are {', '.join(FORMATS)}, inplace"
        )
    if format == "json" and template is None:
        return annotation.model_dump_json(indent=2) + "\n"
    if format == "inplace":
        from quotes.renderer.inplace import mark_in_place

        if source is None or template is not None:
            raise RenderError("inplace", "quotations are marked in the source: give it, and no template")
        return mark_in_place(annotation, source, marking)
    from quotes.renderer.view import view_of

    view = view_of(annotation)
    if format == "csv" and template is None:
        from quotes.renderer.table import render_table

        return render_table(view)
    if format in ("csv", "json"):
        raise RenderError(str(template), f"{format} is not made from a template; choose text, html or md")
    from quotes.renderer.escaping import Ready
    from quotes.renderer.html import Page
    from quotes.renderer.text import ANSI_STYLES

    if format == "review":
        from quotes.renderer.review import ReviewPage

        page: Page = ReviewPage(view, saving, audio)
    else:
        page = Page(view)
    context: dict[str, Any] = {
        "annotation": annotation,
        "document": annotation.document,
        "text": view.text,
        "title": view.title,
        "byline": view.byline,
        "quotations": view.quotations,
        "reported": view.reported,
        "speakers": view.speakers,
        "silent": view.silent,
        "voices": view.voices,
        "summary": view.summary,
        "page": page,
        "width": width,
        "style": {name: Ready(code if styled else "") for name, code in ANSI_STYLES.items()},
    }
    name = template if template is not None else _TEMPLATES[format]
    return fill_template(name, _ESCAPES[format], context, built_in=template is None)


def _render_with_plugin(annotation: Annotation, name: str) -> str:
    """Return what a renderer of an installed package makes.

    Raises:
        PluginError: it cannot be loaded.
        RenderError: it gives no text.
    """
    page = load_plugin("quotes.renderers", name)(annotation)
    if not isinstance(page, str):
        raise RenderError(name, f"this renderer gave {type(page).__name__}, no text; tell its authors")
    return page if page.endswith("\n") else page + "\n"
