"""Progress for people at a terminal (one line that changes) and for logs (a line now and then)."""

import sys
from time import monotonic
from typing import Final, TextIO

AT_TERMINAL: Final = 0.1
IN_LOG: Final = 10.0


class Progress:
    """Call it with what is done, how many, and of how many (0: unknown).

    A terminal gets at most ten updates a second, a log one line in ten seconds; the first and
    the last of each kind of work are always told.
    """

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._terminal = self._out.isatty()
        self._what = ""
        self._told = 0.0
        self._open = False

    def __call__(self, what: str, done: int, total: int = 0) -> None:
        instant = monotonic()
        last = bool(total) and done >= total
        pause = AT_TERMINAL if self._terminal else IN_LOG
        if what == self._what and not last and instant - self._told < pause:
            return
        if what != self._what:
            self.close()
        self._what, self._told = what, instant
        self._tell(_line(what, done, total), last)

    def close(self) -> None:
        """End a line that is still being rewritten."""
        if self._open:
            print(file=self._out, flush=True)
            self._open = False

    def _tell(self, line: str, last: bool) -> None:
        if not self._terminal:
            print(line, file=self._out, flush=True)
            return
        print(f"\r\x1b[K{line}", end="", file=self._out, flush=True)
        self._open = True
        if last:
            self.close()


def _line(what: str, done: int, total: int) -> str:
    if not total:
        return f"{what} {done:,}" if done else f"{what} …"
    return f"{what} {done:,} / {total:,} ({100 * min(done, total) // total} %)"
