"""What every command is: two lines of help, options, and work that returns an exit code."""

import argparse
import sys
from pathlib import Path
from typing import Any, ClassVar, Final, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

WRONG_USE: Final = 2


class Stop(CommandError):
    """The command cannot go on: what is wrong, in Chinese and in English, and an exit code."""

    def __init__(self, chinese: str, english: str, code: int = WRONG_USE) -> None:
        super().__init__(f"{chinese}\n{english}", returncode=code)


class Command(BaseCommand):
    """One command. The work lies in ``run``; ``needs_settings`` is false without a database;
    ``lasting`` is true of a server, whose log tells more than what went wrong."""

    chinese: ClassVar[str]
    english: ClassVar[str]
    needs_settings: ClassVar[bool] = True
    lasting: ClassVar[bool] = False
    requires_system_checks = ()

    @property
    def help(self) -> str:  # type: ignore[override]
        return f"{self.chinese} · {self.english}"

    def starts(self, options: argparse.Namespace) -> bool:
        """Whether settings and database are needed for what is asked."""
        return self.needs_settings

    def run(self, options: argparse.Namespace) -> int:
        """Do the work; the exit code. Raises ``Stop``."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        code = self.run(argparse.Namespace(**options))
        if code:
            sys.exit(code)


class Parser(CommandParser):
    """Says what is wrong with the options in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise Stop(
            f"选项不对：{message}。用法见 {self.prog} --help",
            f"Wrong options: {message}. See {self.prog} --help",
        )


def existing_file(text: str) -> Path:
    """An option that names a file to read."""
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"没有文件 {text} / there is no file {text}")
    return path
