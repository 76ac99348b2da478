"""``anhuan verify --against-database``: the database is what the record says, and the reverse."""

from collections.abc import Mapping
from typing import Final, TextIO

from anhuan.ops.checks import (
    cases,
    escalation,
    evidence,
    judgements,
    log,
    log_files,
    matters,
    obligations,
    proceedings,
    record,
    tasks,
)
from anhuan.ops.doctor import Check, examine
from anhuan.ops.progress import Progress

CHECKS: Final[Mapping[str, Check]] = {
    "places": log.places,
    "entries": log.entries,
    "versions": record.versions,
    "commitments": record.commitments,
    "cases": cases.as_replayed,
    "tasks": tasks.as_replayed,
    "matters": matters.as_replayed,
    "proceedings": proceedings.as_replayed,
    "judgements": judgements.as_replayed,
    "balls": cases.balls_as_obliged,
    "ball": escalation.one_ball,
    "climbed": escalation.as_recorded,
    "obligations": obligations.as_recorded,
    "evidence": evidence.files,
}


def against_database(out: TextIO, progress: Progress) -> int:
    """Print what differs; 1 when anything does."""
    # Before the database: a worker may write on, and then the database knows more, never less.
    seen = log_files.published()
    checks = {**CHECKS, "files": log_files.check_of(seen)}
    return examine(out, as_json=False, progress=progress, checks=checks)
