"""Debian's WebKitGTK, the engine of Safari, driven by its own WebDriver: without push and without Background Sync."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

BROWSER = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the WebDriver standard's name for "this is an element"
# Without a graphics card, and as root in a container, where WebKit's own sandbox cannot start.
ALONE = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1", "WEBKIT_DISABLE_DMABUF_RENDERER": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}


class Webkit:
    def __init__(self, session: str) -> None:
        self._session = session

    def go(self, url: str) -> None:
        _ask("POST", f"{self._session}/url", {"url": url})

    def reload(self) -> None:
        _ask("POST", f"{self._session}/refresh", {})

    def run(self, script: str, *arguments: Any) -> Any:
        return _ask("POST", f"{self._session}/execute/sync", {"script": script, "args": arguments})

    def text(self) -> str:
        words: str = self.run("return document.body.innerText")
        return words

    def tap(self, css: str) -> None:
        self.until(lambda: self._find(css))
        _ask("POST", f"{self._session}/element/{self._find(css)[0][ELEMENT]}/click", {})

    def write(self, css: str, text: str) -> None:
        self.until(lambda: self._find(css))
        _ask("POST", f"{self._session}/element/{self._find(css)[0][ELEMENT]}/value", {"text": text})

    def sees(self, words: str, seconds: float = 20) -> None:
        self.until(lambda: words in self.text(), seconds, lambda: f"{words!r} is not in {self.text()!r}")

    def until(self, check: Callable[[], Any], seconds: float = 20, said: Callable[[], str] = lambda: "") -> None:
        deadline = time.monotonic() + seconds
        while not check():
            assert time.monotonic() < deadline, said() or f"not within {seconds} s"
            time.sleep(0.05)

    def _find(self, css: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = _ask("POST", f"{self._session}/elements", {"using": "css selector", "value": css})
        return found


@contextmanager
def webkit() -> Iterator[Webkit]:
    """A browser that forgets everything at its end."""
    for program in ("WebKitWebDriver", "Xvfb"):
        if not shutil.which(program):
            raise RuntimeError(f"{program} was not found (Debian: apt install webkit2gtk-driver xvfb)")
    with _running(["Xvfb", "-displayfd", "1", "-screen", "0", "800x1000x24", "-nolisten", "tcp"], os.environ, stdout=subprocess.PIPE) as screen:
        assert screen.stdout
        display = f":{screen.stdout.readline().decode().strip()}"
        port = _free_port()
        with _running(["WebKitWebDriver", f"--port={port}"], os.environ | ALONE | {"DISPLAY": display}):
            driver = f"http://127.0.0.1:{port}"
            _wait_for(driver)
            options = {"binary": str(BROWSER[-1]), "args": ["--automation"]}
            began = _ask("POST", f"{driver}/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
            session = f"{driver}/session/{began['sessionId']}"
            try:
                yield Webkit(session)
            finally:
                _ask("DELETE", session)


def _ask(method: str, url: str, body: Any = None) -> Any:
    said = requests.request(method, url, data=None if body is None else json.dumps(body), timeout=60).json()["value"]
    assert not (isinstance(said, dict) and "error" in said), said
    return said


def _wait_for(driver: str) -> None:
    for _ in range(200):
        try:
            requests.get(f"{driver}/status", timeout=2)
            return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise RuntimeError("WebKitWebDriver did not start")


@contextmanager
def _running(command: list[str], environment: Any, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
