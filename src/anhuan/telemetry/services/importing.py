"""Readings of the past from a table: all of it or nothing."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.base.intake import RowProblem, sheet_refusal
from anhuan.base.routing import alias_of
from anhuan.base.sheets.grid import SheetError
from anhuan.base.sheets.streaming import Source, look_through
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record as record_act
from anhuan.telemetry.queries import station_ids
from anhuan.telemetry.services.recording import record
from anhuan.telemetry.tables import Table
from anhuan.telemetry.types import Columns, Outcome, ReadingImport, Sample

AT_ONCE: Final = 5_000
MOST_SHOWN: Final = 1_000


def import_readings(
    path: Path,
    *,
    columns: Columns,
    by: Viewer,
    at: datetime,
    leave_out: bool = False,
    dry_run: bool = False,
) -> ReadingImport:
    """Readings from delimited text (also gz) or a workbook, one row a station and a time.

    The table is read whole before anything is kept. While a row has a problem nothing is kept,
    unless ``leave_out``: then the others are. All that is kept is kept at once, each content once,
    so a second time adds nothing; no station counts as heard by it. Refuses ``WRONG_ROLE``,
    ``FILE_…``, ``TOO_MANY``, ``MISSING`` (headings), ``MALFORMED`` (a factor).
    """
    if not by.may(Capability.IMPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.IMPORT)
    run = _Run(path, columns, by, at)
    try:
        run.look()
        if not dry_run and run.samples and (leave_out or not run.wrong):
            run.keep()
    except SheetError as error:
        raise sheet_refusal(error) from None
    return run.report()


class _Run:
    """One run over one file, which is read twice: once to see what is wrong, once to keep it."""

    def __init__(self, path: Path, columns: Columns, by: Viewer, at: datetime) -> None:
        self.path, self.columns, self.by, self.at = path, columns, by, at
        self.known: dict[str, UUID | None] = {}
        self.sha256 = ""
        self.rows = self.samples = self.empty = self.wrong = 0
        self.problems: list[RowProblem] = []
        self.kept: Outcome | None = None

    def look(self) -> None:
        source = look_through(self.path)
        self.sha256 = source.sha256
        for each in self._told(source):
            self.rows += 1
            if isinstance(each, RowProblem):
                self.wrong += 1
                if len(self.problems) < MOST_SHOWN:
                    self.problems.append(each)
            elif each is None:
                self.empty += 1
            else:
                self.samples += 1

    def keep(self) -> None:
        """Refuses ``FILE_BROKEN`` for a file that has changed since it was looked at."""
        source = look_through(self.path)
        samples = (each for each in self._told(source) if isinstance(each, Sample))
        added = same = 0
        with transaction.atomic(), transaction.atomic(using=alias_of("readings")):
            while chunk := list(islice(samples, AT_ONCE)):
                outcome = record(chunk, live=False, at=self.at)
                added, same = added + outcome.added, same + outcome.same
            if (source.sha256, added + same) != (self.sha256, self.samples):
                raise Refusal(Why.FILE_BROKEN, problem="changed", name=self.path.name)
            self._note(added)
        self.kept = Outcome(added=added, same=same)

    def _told(self, source: Source) -> Iterator[Sample | RowProblem | None]:
        return Table(source.rows(), self.columns, find=self._station, until=self.at).read()

    def _station(self, code: str) -> UUID | None:
        if code not in self.known:
            self.known[code] = station_ids(self.by, {code}).get(code)
        return self.known[code]

    def _note(self, added: int) -> None:
        record_act(
            kind="telemetry.readings-imported",
            subject=new_id(),
            version=1,
            public={"sha256": self.sha256, "rows": self.samples, "added": added},
            body={"file": self.path.name},
            by=self.by.person,
            at=self.at,
        )

    def report(self) -> ReadingImport:
        return ReadingImport(
            rows=self.rows,
            added=self.kept.added if self.kept else 0,
            same=self.kept.same if self.kept else 0,
            empty=self.empty,
            wrong=self.wrong,
            problems=tuple(self.problems),
            saved=self.kept is not None,
        )
