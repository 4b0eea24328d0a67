"""Row 11: the first screen as Lighthouse sees it, and what the phone has to load."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.filling import fill
from tests.bench.running import ROOT, serving
from tests.bench.table import Line

LIGHTHOUSE = ["npm", "exec", "--yes", "--package=lighthouse@13.5.0", "--", "lighthouse"]
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
DIST = ROOT / "frontend/dist"
_BROTLI = "process.stdout.write(String(process.argv.slice(1).reduce((n,f)=>n+require('zlib').brotliCompressSync(require('fs').readFileSync(f)).length,0)))"


def weight() -> list[Line]:
    """Brotli bytes of the scripts that the shell names, with what they import at once, and of all there are."""
    if not (DIST / "index.html").is_file():
        return []
    first = _imported(re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', (DIST / "index.html").read_text()))
    return [
        Line("11 first route, JavaScript in Brotli", None, _brotli(first) / 1000, "<= 35", 35, unit="KB"),
        Line("11 whole app, JavaScript in Brotli", None, _brotli(sorted(DIST.rglob("*.js"))) / 1000, "<= 100", 100, unit="KB"),
    ]


def screens(folder: Path) -> list[Line] | str:
    """Signed out and signed in, the median of three; or in words why not."""
    chromium = shutil.which("chromium")
    if chromium is None or not (DIST / "index.html").is_file():
        return "row 11 needs Debian's chromium and a built front end"
    folder.mkdir()
    person = fill(f"sqlite:///{folder / 'backstory.sqlite3'}", 1_000)[0]
    lines: list[Line] = []
    with serving("ours", {"BACKSTORY_ENV": "test", "BACKSTORY_DATA_DIR": str(folder)}, folder) as client:
        for name, path, cookie in (("sign-in", "/sign-in", ""), ("Today, signed in", "/", f"backstory={person.token}")):
            reports = []
            for _ in range(3):
                report = _lighthouse(client.origin + path, cookie, chromium, folder)
                if report is None:
                    return "row 11: npm could not fetch or run lighthouse"
                reports.append(report)
            lines += _lines(name, reports)
    return lines


def _lines(name: str, reports: list[dict[str, Any]]) -> list[Line]:
    def score(category: str) -> float:
        return median(report["categories"][category]["score"] * 100 for report in reports)

    def audit(key: str) -> float:
        return median(report["audits"][key]["numericValue"] for report in reports)

    return [
        Line(f"11 {name}: performance", None, score("performance"), ">= 99", 99, at_least=True, unit=""),
        Line(f"11 {name}: LCP", None, audit("largest-contentful-paint") / 1000, "<= 1.2", 1.2, unit="s"),
        Line(f"11 {name}: CLS", None, audit("cumulative-layout-shift"), "<= 0.05", 0.05, unit=""),
        Line(f"11 {name}: accessibility", None, score("accessibility"), ">= 100", 100, at_least=True, unit=""),
        Line(f"11 {name}: best practices", None, score("best-practices"), ">= 100", 100, at_least=True, unit=""),
    ]


def _lighthouse(url: str, cookie: str, chromium: str, folder: Path) -> dict[str, Any] | None:
    kept = folder / "lighthouse.json"
    kept.unlink(missing_ok=True)
    options = ["--quiet", "--throttling-method=devtools", "--only-categories=performance,accessibility,best-practices", f"--chrome-flags={FLAGS}"]
    if cookie:
        options.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    environment = {"CHROME_PATH": chromium, "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(Path.home())}
    try:
        subprocess.run([*LIGHTHOUSE, url, "--output=json", f"--output-path={kept}", *options], env=environment, cwd=folder, capture_output=True, timeout=180)
        found: dict[str, Any] = json.loads(kept.read_text())
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    return None if found.get("runtimeError") else found


def _imported(names: list[str]) -> list[Path]:
    """The files and what they import statically, through and through."""
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found or not (DIST / name).is_file():
            continue
        found[name] = None
        waiting += [f"assets/{other}" for other in re.findall(r'(?:from|import)\s*"\./([^"]+\.js)"', (DIST / name).read_text())]
    return [DIST / name for name in found]


def _brotli(files: list[Path]) -> int:
    return int(subprocess.run(["node", "-e", _BROTLI, *map(str, files)], capture_output=True, text=True, check=True).stdout)
