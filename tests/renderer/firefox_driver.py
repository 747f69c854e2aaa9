"""A stock Firefox, driven over WebDriver BiDi, the W3C's protocol that it speaks itself; no driver beside it.

Source: https://www.w3.org/TR/webdriver-bidi/
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

_WAIT_SECONDS = 120

_NAMED_KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "ArrowLeft": "\ue012", "Shift": "\ue008", "Control": "\ue009"}


class Firefox:
    """A headless Firefox with a profile of its own: ``with Firefox(path, folder) as firefox: ...``.

    Attributes:
        downloads: the folder that files are saved in.
        complaints: what pages wrote to the console and which errors they threw, in words.
    """

    def __init__(self, path: str, folder: Path) -> None:
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True)
        profile = folder / "profile"
        profile.mkdir()
        settings = {
            "browser.download.folderList": 2,
            "browser.download.dir": str(self.downloads),
            "browser.download.alwaysOpenPanel": False,
            "browser.shell.checkDefaultBrowser": False,
        }
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        self.complaints: list[str] = []
        self._count = 0
        self._command = [path, "--headless", "--no-remote", "--profile", str(profile)]
        self._command += ["--remote-debugging-port", "0", "about:blank"]

    def __enter__(self) -> Firefox:
        from websockets.sync.client import connect

        self._process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
        )
        try:
            address = self._find_address()
            self._socket = connect(f"{address}/session", max_size=None, open_timeout=_WAIT_SECONDS).__enter__()
            self.send("session.new", capabilities={})
            self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]
            self.send("session.subscribe", events=["log.entryAdded"])
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.send("browser.close")
            self._process.wait(_WAIT_SECONDS)
        finally:
            self._process.kill()
            self._process.wait()
            self._socket.__exit__(None, None, None)
            if self._process.stderr:
                self._process.stderr.close()

    def _find_address(self) -> str:
        """Return where the browser listens, which it says when it has started."""
        said = []
        for line in self._process.stderr or ():
            said.append(line)
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                return found[1]
        raise RuntimeError(f"Firefox did not start: {''.join(said)[-500:]}")

    def send(self, method: str, **params: Any) -> Any:
        """Send a command and return its result.

        Raises:
            RuntimeError: the browser refuses it.
        """
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(_WAIT_SECONDS))
            if answer.get("method") == "log.entryAdded":
                self.complaints.append(str(answer["params"].get("text")))
            if answer.get("id") == self._count:
                if answer["type"] != "success":
                    raise RuntimeError(f"{method}: {answer.get('message')}")
                return answer["result"]

    def open(self, path: Path) -> None:
        """Open a file and wait until it is loaded."""
        self.send("browsingContext.navigate", context=self.context, url=path.as_uri(), wait="complete")

    def press(self, *keys: str) -> None:
        """Press keys one after the other: ``a``, ``Enter``, ``Shift+ArrowLeft``."""
        for key in keys:
            names = [_NAMED_KEYS.get(part, part) for part in re.split(r"\+(?=.)", key)]
            actions = [{"type": "keyDown", "value": name} for name in names]
            actions += [{"type": "keyUp", "value": name} for name in reversed(names)]
            source = {"type": "key", "id": "keyboard", "actions": actions}
            self.send("input.performActions", context=self.context, actions=[source])

    def read(self, expression: str) -> Any:
        """Return what an expression gives in the page: a text, a number, a truth value, or None."""
        found = self.send("script.evaluate", expression=expression, target={"context": self.context}, awaitPromise=True)
        if found["type"] != "success":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return found["result"].get("value")
