"""The only Jinja environment: where templates are found, how their values are escaped, how their errors are told.

Every value a template prints is escaped for the template's own format, decided by the end of its name: HTML by
Jinja's autoescaping (``.html``, ``.htm``, ``.xml``, ``.svg``), Markdown and plain text by the functions of
`quotes.renderer.escaping`. All templates run in Jinja's immutable sandbox, the built-in ones too.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from quotes.errors import RenderError
from quotes.renderer.escaping import Ready, escape_markdown, keep_initials, show_hidden
from quotes.renderer.text import wrap_paragraph

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.runtime import Context

__all__ = ["Escape", "escape_of", "fill_template", "list_templates", "read_template", "template_folder"]

Escape = Literal["html", "md", "text"]
"""How the values of a template are escaped."""

_ESCAPES: dict[str, Escape] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xml": "html",
    ".svg": "html",
    ".md": "md",
    ".markdown": "md",
    ".txt": "text",
}


def escape_of(name: str) -> Escape | None:
    """Return how values are escaped in a template of that name, by its suffix, or None for an unknown suffix.

    Example:
        >>> escape_of("page.html"), escape_of("mine.j2")
        ('html', None)
    """
    return _ESCAPES.get(Path(name).suffix.lower())


def template_folder() -> Path:
    """Return the folder of the built-in templates: inside the installed package, else beside it in the checkout.

    Raises:
        RenderError: neither place has them; the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "page.html").is_file():
            return folder
    raise RenderError("page.html", f"the built-in templates are in neither place looked at, {package} and its parent")


def list_templates() -> tuple[str, ...]:
    """Return the names of the built-in templates, sorted.

    Example:
        >>> "page.html" in list_templates()
        True
    """
    return tuple(sorted(path.name for path in template_folder().iterdir() if escape_of(path.name) is not None))


def read_template(name: str) -> str:
    """Return the source of a built-in template, a good start for one's own.

    Raises:
        RenderError: no built-in template has that name.

    Example:
        >>> "{{ quotation.words }}" in read_template("page.txt")
        True
    """
    if name not in list_templates():
        raise RenderError(name, f"not a built-in template; there are {', '.join(list_templates())}")
    return (template_folder() / name).read_text(encoding="utf-8")


def fill_template(template: str | Path, escape: Escape, context: Mapping[str, Any], *, built_in: bool = False) -> str:
    """Return ``template`` filled with ``context``.

    Args:
        template: a file, or the name of a built-in template; a file of that name wins. A file may include or extend
            the built-in templates and the files beside it.
        escape: how values are escaped where the suffix of ``template`` does not tell.
        context: what the template may use.
        built_in: whether a built-in template is meant, whatever files are called like it: a page that was written as
            ``page.html`` is not the template of the next one.

    Raises:
        RenderError: the template is missing, is not UTF-8, or is wrong; with its name and line.
    """
    import jinja2

    path = Path(template)
    name = str(template)
    escape = escape_of(name) or escape
    try:
        if not built_in and path.is_file():
            loaded = _own_template(path, escape)
        elif name in list_templates():
            loaded = _environment(escape).get_template(name)
        else:
            raise RenderError(name, f"no such file, nor a built-in template; those are {', '.join(list_templates())}")
        return loaded.render(context)
    except jinja2.TemplateSyntaxError as error:
        raise RenderError(error.name or name, f"line {error.lineno}: {error.message}") from error
    except jinja2.TemplateNotFound as error:
        raise RenderError(name, f"{_line_of(error)}no template is called {error.name!r}") from error
    except (UnicodeDecodeError, OSError) as error:
        raise RenderError(name, f"the file cannot be read as UTF-8: {error}") from error
    except RenderError:
        raise
    except Exception as error:  # whatever an own template does wrong is an error in that template
        raise RenderError(name, f"{_line_of(error)}{type(error).__name__}: {error}") from error


def csp_hash(source: str) -> str:
    """Return the expression that allows this inline script or style in a Content-Security-Policy.

    Source: W3C Content Security Policy Level 3, "Hash usage for script and style elements".

    Example:
        >>> csp_hash("")
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _finalize_markdown(value: object) -> object:
    return value if isinstance(value, Ready) else escape_markdown(str(value))


def _finalize_text(value: object) -> object:
    return value if isinstance(value, Ready) else show_hidden(str(value))


def _new_environment(escape: Escape, beside: Path | None) -> Environment:
    """Build the environment for one way of escaping; ``beside`` is the folder of an own template."""
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    loaders: list[jinja2.BaseLoader] = [jinja2.FileSystemLoader(template_folder())]
    if beside is not None:
        loaders.append(jinja2.FileSystemLoader(beside))
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=escape == "html",
        finalize={"html": None, "md": _finalize_markdown, "text": _finalize_text}[escape],
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

    @jinja2.pass_context
    def paragraph(context: Context, value: str) -> str:
        return Ready(wrap_paragraph(value, context.get("width")))

    # The hash of an inline script is base64 and the quotes around it are part of it: markup, not text.
    environment.filters["csp_hash"] = lambda source: Markup(csp_hash(str(source)))  # noqa: S704
    environment.filters["unbroken"] = lambda words: Markup(keep_initials(html.escape(str(words))))  # noqa: S704
    environment.filters["paragraph"] = paragraph
    environment.filters["plural"] = _plural
    return environment


@lru_cache(maxsize=3)
def _environment(escape: Escape) -> Environment:
    """Return the environment of the built-in templates, compiled once."""
    return _new_environment(escape, None)


def _own_template(path: Path, escape: Escape) -> Template:
    """Compile a template file of the user's."""
    environment = _new_environment(escape, path.parent)
    source = path.read_text(encoding="utf-8-sig")
    code = environment.compile(source, name=str(path), filename=str(path))
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


def _plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _line_of(error: BaseException) -> str:
    """Return "line 12: ", the deepest line of a template on the way to the error, or nothing."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if "__jinja_template__" in trace.tb_frame.f_globals or trace.tb_frame.f_code.co_name in (
            "top-level template code",
            "template",
        ):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"line {line}: " if line is not None else ""
