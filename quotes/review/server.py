"""The review page served to one reviewer on this machine: an inbox of documents, and a place to save corrections.

Safety: it listens on the loopback interface only, at a port nobody else uses. The address that is printed holds a
token which is good for one visit and is exchanged for a cookie; every request needs the cookie, the right ``Host``
(against DNS rebinding) and, where it changes anything, the right ``Origin`` and a token of the page. It writes one file
for each document, the one beside it, and serves nothing but its own pages: no path of the file system is ever taken
from a request.

Source:
    The rules follow the OWASP cheat sheets on cross-site request forgery and on session management.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from quotes.errors import QuotesError
from quotes.review.inbox import Inbox, Item, StaleError

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer
    from werkzeug.wrappers import Request, Response

__all__ = ["MOST_BYTES", "ReviewApp", "make_server"]

MOST_BYTES = 16_000_000
"""A longer request is refused before it is read."""

_COOKIE = "quotes-session"
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_OWN_SITES = ("same-origin", "none")

Renderer = Callable[[Item, str, str, str | None, str], str]
"""Makes the review page of an item from the path it saves to, its token, the corrections saved before and the name of
their version."""

Lister = Callable[[Iterable[Item]], str]
"""Makes the page of the inbox."""


class ReviewApp:
    """The server as a WSGI application.

    Args:
        inbox: the documents.
        render_item: makes the page of one document.
        render_inbox: makes the page that lists them.
        port: where it listens, for the check of ``Host``.

    Attributes:
        entry: path and query of the address to print; good for one visit.
    """

    def __init__(self, inbox: Inbox, render_item: Renderer, render_inbox: Lister, port: int) -> None:
        self._inbox = inbox
        self._render_item = render_item
        self._render_inbox = render_inbox
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._entry: str | None = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)
        self._page_token = secrets.token_urlsafe(32)
        self.entry = f"/enter?token={self._entry}"

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        from werkzeug.exceptions import HTTPException
        from werkzeug.wrappers import Request

        request = Request(environ)
        request.max_content_length = MOST_BYTES
        try:
            response = self._answer(request)
        except HTTPException as error:
            response = self._plain(str(error.description or error.name), error.code or 500)
        except QuotesError as error:
            response = self._plain(str(error), 500)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        from werkzeug.exceptions import Forbidden, MethodNotAllowed, NotFound

        if request.environ.get("HTTP_HOST") not in self._hosts:
            raise Forbidden("this address is not one of this server's")
        if request.path == "/enter":
            return self._enter(request)
        if not _is_same(request.cookies.get(_COOKIE), self._session):
            raise Forbidden("open the address that quotes review printed; it is good for one visit")
        if request.path == "/":
            _only(request, "GET")
            return self._page(self._render_inbox(self._inbox.items))
        head, _, rest = request.path[1:].partition("/")
        number, _, action = rest.partition("/")
        if head != "documents" or not number.isascii() or not number.isdigit() or len(number) > 6:
            raise NotFound("there is no such page")
        if not 0 < int(number) <= len(self._inbox):
            raise NotFound("there is no such document")
        item = self._inbox.items[int(number) - 1]
        if action == "":
            _only(request, "GET")
            save_path = f"/documents/{int(number)}/corrections"
            version = item.sidecar.version()
            return self._page(self._render_item(item, save_path, self._page_token, item.saved(), version))
        if action == "corrections":
            if request.method == "POST":
                return self._save(request, item)
            raise MethodNotAllowed(["POST"], "corrections are posted")
        raise NotFound("there is no such page")

    def _enter(self, request: Request) -> Response:
        """Exchange the printed token for a cookie, once."""
        from werkzeug.exceptions import Forbidden
        from werkzeug.utils import redirect

        _only(request, "GET")
        given = request.args.get("token")
        if self._entry is None or not _is_same(given, self._entry):
            raise Forbidden("this address was used before; start quotes review again for a new one")
        self._entry = None
        response = redirect("/", 303)
        response.set_cookie(_COOKIE, self._session, httponly=True, samesite="Strict", path="/")
        return response

    def _save(self, request: Request, item: Item) -> Response:
        """Save the corrections that a page sends."""
        from werkzeug.exceptions import BadRequest, Conflict, Forbidden, RequestEntityTooLarge, UnsupportedMediaType
        from werkzeug.wrappers import Response

        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in self._hosts}:
            raise Forbidden("this came from another site")
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in _OWN_SITES:
            raise Forbidden("this came from another site")
        if not _is_same(request.headers.get("X-Quotes-Token"), self._page_token):
            raise Forbidden("the page's token is missing or old; load the page again")
        if request.mimetype != "application/json":
            raise UnsupportedMediaType("corrections are application/json")
        if request.content_length is None:
            raise BadRequest("the length of the corrections is not told")
        if request.content_length > MOST_BYTES:
            raise RequestEntityTooLarge(f"corrections have at most {MOST_BYTES:,} bytes")
        try:
            text = request.get_data(cache=False).decode("utf-8")
            version = item.save(text, version=request.headers.get("X-Quotes-Version"))
        except StaleError as error:
            raise Conflict(str(error)) from None
        except UnicodeDecodeError:
            raise BadRequest("corrections are UTF-8") from None
        except QuotesError as error:
            raise BadRequest(str(error)) from None
        return Response(f'{{"version":"{version}"}}', mimetype="application/json")

    def _page(self, text: str) -> Response:
        from werkzeug.wrappers import Response

        response = Response(text, mimetype="text/html")
        response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"  # the page itself says the rest
        return response

    def _plain(self, text: str, code: int) -> Response:
        from werkzeug.wrappers import Response

        return Response(text + "\n", code, mimetype="text/plain")


def make_server(make_app: Callable[[int], ReviewApp], *, port: int = 0) -> BaseWSGIServer:
    """Return a server on the loopback interface that answers several requests at once.

    Args:
        make_app: makes the application for the port it got.
        port: where to listen; 0 for any that is free.

    Raises:
        OSError: the port is taken.
    """
    from werkzeug.serving import WSGIRequestHandler
    from werkzeug.serving import make_server as make_wsgi_server

    class Quiet(WSGIRequestHandler):
        """Writes no line for each request, and waits a minute for one at most."""

        timeout = 60

        def log(self, type: str, message: str, *args: Any) -> None:
            """Say nothing."""

    try:
        server = make_wsgi_server("127.0.0.1", port, _not_ready, threaded=True, request_handler=Quiet)
    except SystemExit:  # what the library does where it cannot listen
        raise OSError(f"port {port} cannot be listened on; leave out --port for any that is free") from None
    server.app = make_app(server.port)
    return server


def _not_ready(_: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer before the application is there, which nobody can ask for: the address is printed later."""
    start_response("503 Service Unavailable", [])
    return []


def _only(request: Request, method: str) -> None:
    from werkzeug.exceptions import MethodNotAllowed

    if request.method not in (method, "HEAD"):
        raise MethodNotAllowed([method], f"this page is read with {method}")


def _is_same(given: str | None, known: str) -> bool:
    return given is not None and hmac.compare_digest(given.encode("utf-8"), known.encode("utf-8"))
