"""What is loaded at the start is not looked through again for garbage."""

import subprocess
import sys

ASK = "import gc; from {place}; print(gc.get_freeze_count() > 10_000, gc.get_threshold()[0])"


def asked(place: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(place=place)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_command_settles_what_it_has_loaded() -> None:
    assert asked("anhuan.config.start import start; start()") == "True 50000"


def test_web_server_settles_what_it_has_loaded() -> None:
    assert asked("anhuan.config.served import application") == "True 50000"
