"""What the record costs those who act: acts per second with it and without, and how far the
sequencer stays behind.

Writers are processes of their own on one PostgreSQL with fsync; each opens cases and takes them to
their plan, an act a transaction. In every second round ``record`` is a stub inside this script, so
that the same acts write no fact, body or waiting row; in the others the sequencer runs beside them
as in the worker. Rounds alternate, because the machine is not alone.
"""

import argparse
import multiprocessing
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic, sleep
from types import SimpleNamespace
from typing import Any

import _bed

GOAL = 0.85
DUE = "2027-05-20"
PLAN = {"responsible": "王建国", "measure": "清空东门两侧", "finisher": "胡军", "acceptor": "陈立"}
fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Round:
    """Acts per second; on the real side the acts that waited for a place half-way and at the end,
    and the seconds until none did."""

    rate: float
    half: int = 0
    end: int = 0
    behind: float = 0.0


def acts(town: Any) -> Iterator[None]:
    """One act after the other, without end; each committed when it is given."""
    from anhuan.cases.services import act, open_case
    from anhuan.kernel.case import Action
    from tests.factories import AT
    from tests.modules.cases.town import door

    while True:
        given = door(town.site.id)
        number = open_case(given=given, by=town.officer, at=AT).number
        yield
        for action, by, what in (
            (Action.GRADE, town.officer, {"grade": "general"}),
            (Action.ASSIGN, town.officer, {"due_on": DUE}),
            (Action.SIGN_FOR, town.firm, {}),
            (Action.PLAN, town.firm, PLAN),
        ):
            act(number=number, action=action, given=what, by=by, at=AT)
            yield


def without_record() -> None:
    """Let acts in this process write nothing of themselves down."""
    from anhuan.base.ids import new_id
    from anhuan.cases.services import acts as cases
    from anhuan.obligations.services import acts as obligations

    cases.record = lambda **given: SimpleNamespace(id=new_id())
    obligations.record = cases.record
    obligations.record_many = lambda acts, **given: None


def write(town: Any, stub: bool, mine: int, gate: Any, end: Any, counts: Any) -> None:
    from django.db import connection

    connection.close()
    if stub:
        without_record()
    stream = acts(town)
    next(stream)
    gate.wait(120)
    while monotonic() < end.value:
        next(stream)
        counts[mine] += 1


def sequence(stop: Any) -> None:
    """The worker's second task in a process of its own."""
    from django.db import connection

    from anhuan.ops.log_writing import write_log

    connection.close()
    told = threading.Event()
    threading.Thread(target=lambda: (stop.wait(), told.set()), daemon=True).start()
    write_log(told)


def waiting() -> int:
    from anhuan.ledger.models import Pending

    return Pending.objects.count()


def round_of(town: Any, writers: int, seconds: float, *, stub: bool) -> Round:
    from django.db import connection

    connection.close()
    gate, stop = fork.Barrier(writers + 1), fork.Event()
    end, counts = fork.Value("d", 0.0), fork.Array("i", writers)
    writer = fork.Process(target=sequence, args=(stop,))
    given = (gate, end, counts)
    children = [
        fork.Process(target=write, args=(town, stub, mine, *given)) for mine in range(writers)
    ]
    if not stub:
        writer.start()
    for child in children:
        child.start()
    end.value = monotonic() + 3600
    gate.wait(120)
    begun = monotonic()
    end.value = begun + seconds
    sleep(seconds / 2)
    half = waiting()
    for child in children:
        child.join()
    rate, left = sum(counts) / (monotonic() - begun), waiting()
    behind = 0.0 if stub else caught_up(monotonic())
    stop.set()
    if not stub:
        writer.join()
    return Round(rate, half, left, behind)


def caught_up(since: float) -> float:
    """Seconds until every act has its place."""
    while waiting() and monotonic() - since < 120:
        sleep(0.05)
    return monotonic() - since


def report(writers: int, seconds: float, rounds: list[tuple[Round, Round]]) -> None:
    heads = (
        "round",
        "acts/s without record",
        "acts/s with record",
        "ratio",
        "waiting half-way",
        "waiting at the end",
        "caught up after, s",
    )
    cells = [
        (
            str(number),
            f"{bare.rate:.0f}",
            f"{real.rate:.0f}",
            f"{real.rate / bare.rate:.1%}",
            f"{real.half:,}",
            f"{real.end:,}",
            f"{real.behind:.1f}",
        )
        for number, (bare, real) in enumerate(rounds, 1)
    ]
    ratio = median(real.rate / bare.rate for bare, real in rounds)
    lines = [
        f"{writers} writers for {seconds:g} s a round on PostgreSQL with fsync; the sequencer, "
        "with its syncs and signatures, shares the cores with them in the rounds with the record.",
        "",
        *_bed.table(heads, cells),
        "",
        f"Median ratio {ratio:.1%}; the goal is {GOAL:.0%}.",
    ]
    _bed.write("writers", "The record beside those who act", lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with _bed.folder() as data, _bed.postgres() as url:
        _bed.program(url, Path(data))
        from anhuan.rulebook.services import load_seed
        from tests.factories import START
        from tests.modules.cases.town import build

        load_seed(at=START)
        town = build()
        rounds = []
        for _ in range(options.rounds):
            found = [
                round_of(town, options.writers, options.seconds, stub=stub)
                for stub in (True, False)
            ]
            rounds.append((found[0], found[1]))
        report(options.writers, options.seconds, rounds)


if __name__ == "__main__":
    main()
