"""The review server: one visitor, one file for each document, and nothing for anybody else."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from quotes.formats import read
from quotes.model import Annotation
from quotes.review.corrections import write_corrections
from quotes.review.inbox import Inbox
from quotes.review.server import MOST_BYTES, ReviewApp, make_server
from quotes.review.sidecar import sidecar_of
from tests.review.review_samples import accept, give, log, sample

FIRST, SECOND, _ = sample().quotations
GOOD = write_corrections(log(sample(), accept(FIRST)))


class Answer(NamedTuple):
    """What the server said."""

    status: int
    body: str
    headers: dict[str, str]


class Visitor:
    """A browser as far as these tests need one."""

    def __init__(self, port: int, app: ReviewApp, folder: Path) -> None:
        self.port, self.app, self.folder = port, app, folder
        self.cookie = self.token = ""

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        """Send one request; headers are named with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {"Cookie": self.cookie} if self.cookie else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=None if body is None else body.encode("utf-8"), headers=sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.read().decode("utf-8"), dict(response.getheaders()))
        connection.close()
        return answer

    def enter(self) -> Answer:
        """Open the printed address and read the page's token."""
        answer = self.ask("GET", self.app.entry)
        self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        self.token = self.ask("GET", "/documents/1/").body.split("|")[1]
        return answer

    def save(self, body: str = GOOD, **headers: str) -> Answer:
        """Post corrections as the page does, with other headers where named."""
        sent = {"Content_Type": "application/json", "X_Quotes_Token": self.token, "Sec_Fetch_Site": "same-origin"}
        return self.ask("POST", "/documents/1/corrections", body, **{**sent, **headers})


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """Start a server over one document, and stop it."""
    path = tmp_path / "quay.json"
    path.write_text(sample().model_dump_json(), encoding="utf-8")

    def open_document(document: Path) -> Annotation:
        annotation = read(document)
        assert isinstance(annotation, Annotation)
        return annotation

    apps = []

    def make_app(port: int) -> ReviewApp:
        apps.append(
            ReviewApp(
                Inbox([path], open_document),
                lambda item, save, token, saved, version: f"{save}|{token}|{saved}",
                lambda items: ", ".join(f"{item.path.name}: {item.progress().left}" for item in items),
                port,
            )
        )
        return apps[0]

    server = make_server(make_app)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Visitor(server.port, apps[0], tmp_path)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def test_the_printed_address_lets_one_visitor_in_once(visitor: Visitor) -> None:
    """The token is exchanged for a cookie that scripts cannot read and other sites do not send."""
    answer = visitor.enter()
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["Set-Cookie"] and "SameSite=Strict" in answer.headers["Set-Cookie"]
    assert visitor.ask("GET", visitor.app.entry).status == 403


def test_the_inbox_tells_what_is_left(visitor: Visitor) -> None:
    """It counts again after each save."""
    visitor.enter()
    assert visitor.ask("GET", "/").body == "quay.json: 3"
    assert visitor.save().status == 200
    assert visitor.ask("GET", "/").body == "quay.json: 2"


def test_corrections_are_written_beside_the_document_and_shown_again(visitor: Visitor) -> None:
    """The page gets them when it is loaded anew."""
    visitor.enter()
    answer = visitor.save()
    assert set(json.loads(answer.body)) == {"version"}
    assert sidecar_of(visitor.folder / "quay.json").read_text(encoding="utf-8") == GOOD
    assert visitor.ask("GET", "/documents/1/").body.endswith(f"|{GOOD}")
    assert [path.name for path in visitor.folder.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 403),
        ("GET", "/documents/1/", 403),
        ("POST", "/documents/1/corrections", 403),
        ("GET", "/enter?token=wrong", 403),
        ("GET", "/enter", 403),
    ],
    ids=["inbox", "document", "save", "wrong token", "no token"],
)
def test_without_the_cookie_nothing_is_shown(visitor: Visitor, method: str, path: str, status: int) -> None:
    """Another program on the machine sees nothing."""
    answer = visitor.ask(method, path)
    assert answer.status == status
    assert "quay" not in answer.body


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example:80"}, 403),
        ({"Host": "127.0.0.1"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"X_Quotes_Token": "wrong"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"X_Quotes_Version": "older"}, 409),
    ],
    ids=["host", "host without port", "origin", "null origin", "cross-site", "same-site", "token", "type", "two tabs"],
)
def test_a_save_from_anywhere_else_is_refused(visitor: Visitor, headers: dict[str, str], status: int) -> None:
    """Nothing is written."""
    visitor.enter()
    assert visitor.save(**headers).status == status
    assert not sidecar_of(visitor.folder / "quay.json").exists()


@pytest.mark.parametrize(
    "body",
    ["{", "[]", "{}", GOOD.replace('"accepted"', '"praised"'), GOOD.replace(sample().sha256, "0" * 64)],
    ids=["cut", "list", "empty", "wrong status", "other text"],
)
def test_corrections_that_do_not_fit_are_refused(visitor: Visitor, body: str) -> None:
    """The reason is told, and nothing is written."""
    visitor.enter()
    answer = visitor.save(body)
    assert answer.status == 400 and answer.body.strip()
    assert not sidecar_of(visitor.folder / "quay.json").exists()


def test_an_oversize_body_is_refused_before_it_is_read(visitor: Visitor) -> None:
    """Its length alone is enough."""
    visitor.enter()
    assert visitor.save("", Content_Length=str(MOST_BYTES + 1)).status == 413


@pytest.mark.parametrize(
    "path",
    [
        "/documents/0/",
        "/documents/2/",
        "/documents/-1/",
        "/documents/1/../../quay.json",
        "/documents/%2e%2e/quay.json",
        "/quay.json",
        "/documents/1/quay.json",
        "/documents/%D9%A1/",
        "//quay.json",
    ],
)
def test_no_path_leads_to_a_file(visitor: Visitor, path: str) -> None:
    """Only numbers of documents are understood."""
    visitor.enter()
    answer = visitor.ask("GET", path)
    assert answer.status == 404
    assert "Okafor" not in answer.body


def test_two_tabs_do_not_overwrite_each_other(visitor: Visitor) -> None:
    """The second save names the version it knew, and is told to load again."""
    visitor.enter()
    first = visitor.save(X_Quotes_Version="")
    assert first.status == 200
    other = write_corrections(log(sample(), give(SECOND, "s1")))
    assert visitor.save(other, X_Quotes_Version="").status == 409
    assert visitor.save(other, X_Quotes_Version=json.loads(first.body)["version"]).status == 200


def test_every_answer_forbids_framing_and_storing(visitor: Visitor) -> None:
    """Also the refusals."""
    for answer in (visitor.ask("GET", "/"), visitor.enter(), visitor.ask("GET", "/documents/1/")):
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_it_listens_on_this_machine_only(visitor: Visitor) -> None:
    """The address is that of the loopback interface."""
    server = make_server(lambda port: visitor.app)
    try:
        assert server.server_address[0] == "127.0.0.1"
    finally:
        server.server_close()
