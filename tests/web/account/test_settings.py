"""What the settings make of HTTPS and proxies, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import json
from anhuan.config import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME,
    s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.SECURE_PROXY_SSL_HEADER]))
"""
PLAIN = ["anhuan-session", False, "anhuan-csrf", False, 0, None]
SAFE = ["__Host-anhuan-session", True, "__Host-anhuan-csrf", True, 31536000]


def ask(tmp_path: Path, **given: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ANHUAN_")}
    env = {**kept, "ANHUAN_DATA": str(tmp_path), "PYTHONPATH": "src", **given}
    return subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True)


@pytest.mark.parametrize(
    "given, answer",
    [
        ({}, PLAIN),
        ({"ANHUAN_TRUSTED_PROXIES": "1"}, PLAIN),
        ({"ANHUAN_HTTPS": "1"}, [*SAFE, None]),
        (
            {"ANHUAN_HTTPS": "1", "ANHUAN_TRUSTED_PROXIES": "1"},
            [*SAFE, ["HTTP_X_FORWARDED_PROTO", "https"]],
        ),
    ],
)
def test_settings_cookies(tmp_path: Path, given: dict[str, str], answer: list[object]) -> None:
    assert json.loads(ask(tmp_path, **given).stdout) == answer


def test_settings_proxies_not_a_number(tmp_path: Path) -> None:
    said = ask(tmp_path, ANHUAN_TRUSTED_PROXIES="yes").stderr.strip().splitlines()[-1]
    assert said.endswith("ANHUAN_TRUSTED_PROXIES must be a whole number, not 'yes'")
