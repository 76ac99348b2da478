"""``kill -9`` of server or worker at any moment loses no act that was acknowledged."""

import http.cookiejar
import os
import random
import re
import signal
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.ops.crash_town import USERNAME
from tests.ops.program import (
    PASSWORD,
    children,
    free_port,
    run,
    spoken,
    start,
    wait_for,
)

KILLS = 3
MOST_ACTS = 400
VICTIMS = ("server", "web", "worker")


@dataclass
class Browser:
    """A signed-in officer without JavaScript."""

    port: int
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), _Stay()
        )

    def get(self, path: str) -> tuple[int, str, str]:
        return self._ask(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}"))

    def post(self, path: str, **fields: str) -> tuple[int, str, str]:
        """Status, address that follows, body."""
        token = next((c.value or "" for c in self.jar if c.name.endswith("csrf")), "")
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        address = f"http://127.0.0.1:{self.port}{path}"
        return self._ask(urllib.request.Request(address, data=data))

    def _ask(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers.get("Location", ""), error.read().decode()

    def sign_in(self) -> None:
        self.get("/sign-in/")
        status, _, body = self.post("/sign-in/", username=USERNAME, password=PASSWORD)
        assert status == 302, body


class _Stay(urllib.request.HTTPRedirectHandler):
    """The answer itself is the acknowledgement."""

    def redirect_request(self, *args: Any) -> None:
        return None


@dataclass
class Officer:
    """Opens cases and acts on them; remembers what was acknowledged."""

    browser: Browser
    site: str
    done: list[tuple[str, str]] = field(default_factory=list)
    number: str = ""
    tried: int = 0

    def step(self) -> None:
        self.tried += 1
        if self.number:
            self._grade()
        else:
            self._report()

    def _report(self) -> None:
        today = (datetime.now(UTC) + timedelta(hours=8)).date().isoformat()
        status, onward, body = self.browser.post(
            "/cases/new/",
            kind="hazard",
            site=self.site,
            description=f"第 {self.tried} 处安全出口被板材堵塞",
            domain="safety",
            source="enforcement",
            found_on=today,
            confirmed="1",
        )
        assert status == 302, _told(body)
        self.number = unquote(onward.strip("/").rpartition("/")[2])
        self.done.append((self.number, "register"))

    def _grade(self) -> None:
        number, self.number = self.number, ""
        status, _, body = self.browser.post(
            f"/cases/{number}/grade/", version="1", grade="general"
        )
        assert status == 302, _told(body)
        self.done.append((number, "grade"))


def _told(body: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))[:3000]


def town(data: Path, word: str, **more: str) -> Any:
    return spoken(data, "tests.ops.crash_town", word, **more)


def kill(server: "subprocess.Popen[str]", victim: str) -> None:
    word = {"web": "granian", "worker": "anhuan.ops.cli worker"}.get(victim)
    pids = [pid for pid, words in children(server.pid).items() if word and word in words]
    for pid in pids or [server.pid]:
        os.kill(pid, signal.SIGKILL)


@pytest.mark.long
def test_killed_server_or_worker_loses_no_acknowledged_act(
    tmp_path: Path, database: dict[str, str], depth: int
) -> None:
    site = town(tmp_path, "build", **database)["site"]
    dice, port = random.Random(7), free_port()
    words = ("serve", "--port", str(port), "--workers", "1")
    officer = Officer(Browser(port), site)
    for round_ in range(KILLS * depth):
        server = start(tmp_path, *words, **database)
        wait_for(port, server)
        officer.browser.sign_in()
        victim = VICTIMS[round_ % len(VICTIMS)]
        before = len(officer.done)
        timer = threading.Timer(dice.uniform(0.3, 2.5), kill, (server, victim))
        timer.start()
        _act_until_it_fails(officer, timer, before)
        timer.join()
        if victim == "worker":
            os.kill(server.pid, signal.SIGTERM)
        server.communicate(timeout=60)
        officer.number = ""

    recorded = {tuple(row) for row in town(tmp_path, "facts", **database)}
    checked = run(tmp_path, "doctor", **database)
    assert set(officer.done) - recorded == set()
    assert len(officer.done) > KILLS * depth
    assert checked.returncode == 0, checked.stdout


def _act_until_it_fails(officer: Officer, timer: threading.Timer, before: int) -> None:
    """Until the server is gone; a killed worker is not noticed, so there an act more is enough."""
    while len(officer.done) - before < MOST_ACTS:
        gone = not timer.is_alive()
        try:
            officer.step()
        except (OSError, HTTPException):
            return
        if gone:
            return
        time.sleep(0.001)
