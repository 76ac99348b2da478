"""What was promised and what came of it, counted from the entries of a log alone
(``docs/ledger.md`` §13).

An obligation is a record of its own: ``obligation.made`` with its day, then at most one of
``obligation.discharged``, ``obligation.withdrawn``, ``obligation.missed``. What nobody ended by
24:00 of its day (UTC+8) is missed without a word: absence is a fact.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from anhuan.kernel.log_entry import BadEntry, decode

MADE: Final = b"obligation.made"
IMPORTED: Final = b"obligation.imported"
DISCHARGED: Final = b"obligation.discharged"
WITHDRAWN: Final = b"obligation.withdrawn"
MISSED: Final = b"obligation.missed"
ENDS: Final = frozenset({DISCHARGED, WITHDRAWN, MISSED})

_OBLIGATION: Final = b'"k":"obligation.'
_TAKEN_OVER: Final = (b'.imported","n":', b',"i":1,', b'{"i":1,')
# Instants are compared as they are written: of one form, they sort as they follow each other.
_SECOND: Final = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_MIDNIGHT: Final = b"T16:00:00"
"""24:00 of a day of UTC+8, in UTC."""
_NEVER: Final = b"~"
# Where a canonical entry has its instant, and the usual form of an obligation's.
_NEWEST: Final = itemgetter(slice(-28, -9))
_USUAL: Final = re.compile(
    rb'\{"c":"[^"]{44}",(?:"d":"([0-9-]{10})",)?"k":"(obligation\.[a-z]+)","n":[12],'
    rb'"r":"([0-9a-f-]{36})","t":"([0-9T:-]{19})Z","v":1\}'
)


@dataclass(frozen=True, slots=True)
class Count:
    """The obligations of one log by what became of them: those made there are ``due`` (of which
    ``done`` on their day or before, the rest ``missed``, ``late`` of these done afterwards),
    ``withdrawn`` before they were late, or ``open`` and not late.

    ``earlier``: ends of obligations that no log read here has made. ``imported``: entries of any
    kind that were taken over from before.
    """

    done: int = 0
    missed: int = 0
    late: int = 0
    withdrawn: int = 0
    open: int = 0
    earlier: int = 0
    imported: int = 0

    @property
    def due(self) -> int:
        return self.done + self.missed


class Promises:
    """Takes the entries of one log after the other, in their order. Keeps what stands open."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._open: dict[bytes, tuple[str, bytes]] = {}
        self._newest = b""

    def take(self, log: str, entries: Sequence[bytes]) -> None:
        """Entries of the log of that name. What is no entry is passed over: the check of the log
        names what does not belong there."""
        counts = self._counts.setdefault(log, Counter())
        self._newest = max((self._newest, *filter(_SECOND.fullmatch, map(_NEWEST, entries))))
        # Most of a log is neither: one look at all of them together.
        whole = b"\n".join(entries)
        if any(mark in whole for mark in _TAKEN_OVER):
            counts["imported"] += sum(any(mark in one for mark in _TAKEN_OVER) for one in entries)
        if _OBLIGATION in whole:
            for entry in entries:
                if _OBLIGATION in entry:
                    self._take(log, entry)

    def _take(self, log: str, entry: bytes) -> None:
        usual = _USUAL.fullmatch(entry)
        if usual is not None:
            self._one(log, *usual.group(2, 3, 1, 4))
            return
        try:
            found = decode(entry)
        except BadEntry:
            return
        due = found.due_on.isoformat().encode() if found.due_on else None
        second = found.at.strftime("%Y-%m-%dT%H:%M:%S").encode()
        self._one(log, found.kind.encode(), found.record.encode(), due, second)

    def _one(self, log: str, kind: bytes, record: bytes, due: bytes | None, at: bytes) -> None:
        if kind == MADE or (kind == IMPORTED and due):
            self._open.setdefault(record, (log, due + _MIDNIGHT if due else _NEVER))
        elif kind in ENDS and record in self._open:
            made, until = self._open.pop(record)
            self._ended(self._counts[made], kind, late=at >= until)
        elif kind in ENDS:
            self._counts[log]["earlier"] += 1

    def _ended(self, counts: Counter[str], kind: bytes, *, late: bool) -> None:
        if kind == MISSED or late:
            counts["missed"] += 1
            counts["late"] += kind == DISCHARGED
        else:
            counts["done" if kind == DISCHARGED else "withdrawn"] += 1

    def counted(self) -> dict[str, Count]:
        """The count of each log, as of the newest instant in any of them."""
        whole = {log: Counter(counts) for log, counts in self._counts.items()}
        for log, until in self._open.values():
            whole[log]["missed" if self._newest >= until else "open"] += 1
        return {log: Count(**counts) for log, counts in whole.items()}
