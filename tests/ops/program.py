"""``anhuan`` as people start it: a process of its own, on a data folder of the test's."""

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; from anhuan.ops.cli import main; sys.exit(main())"
PASSWORD = "青石桥下面流着三点水"
SECONDS = 60


def surroundings(data: Path, **more: str) -> dict[str, str]:
    """The environment of a process: no setting of the test run's own goes in."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ANHUAN_", "DATABASE_URL", "DJANGO_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "ANHUAN_DATA": str(data), **more}


def run(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START, *words],
        env=surroundings(data, **more),
        cwd=data,
        capture_output=True,
        text=True,
        timeout=SECONDS * 4,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def start(data: Path, *words: str, **more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", START, *words],
        env=surroundings(data, **more),
        cwd=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def spoken(data: Path, module: str, *words: str, **more: str) -> Any:
    """What a program of the tests prints, on the node of the data folder."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=surroundings(data, **more)
        | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def begin(data: Path, **more: str) -> None:
    """A node with its administrator. Where nothing is asked of it, a copy of one that was made
    before: making the tables takes longer than most of what is tested on them."""
    if more:
        _make(data, **more)
    else:
        shutil.copytree(_made(), data, dirs_exist_ok=True)


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="anhuan-node-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _make(folder)
    return folder


def _make(data: Path, **more: str) -> None:
    secret = data / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    words = ["--area", "安澜市", "--code", "339900", "--admin-name", "方宁"]
    done = run(data, "init", *words, "--password-file", str(secret), **more)
    assert done.returncode == 0, done.stderr


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def answer(port: int, path: str) -> tuple[int, str]:
    """Status and body; status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as got:
            return got.status, got.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for(port: int, process: "subprocess.Popen[str]") -> None:
    for _ in range(SECONDS * 10):
        if answer(port, "/healthz")[0] == 200:
            return
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.1)
    raise AssertionError("the server did not answer")


def children(pid: int) -> dict[int, str]:
    """The processes that ``pid`` started, with their command lines."""
    found = {}
    for each in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid:
                words = (each / "cmdline").read_bytes().split(b"\0")
                found[int(each.name)] = b" ".join(words).decode()
        except (OSError, ValueError):
            continue
    return found
