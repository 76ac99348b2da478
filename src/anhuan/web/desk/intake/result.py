"""What will become of a batch, how far it is, what became of it."""

from typing import Any

from django.utils.translation import pgettext

from anhuan.cases.intake.types import BatchState, BatchView, ImportReport
from anhuan.web.desk.intake import words
from anhuan.web.desk.intake.page import rows_url
from anhuan.web.parts.formats import count
from anhuan.web.parts.shapes import Facts, Link, LongWork


def report_lines(report: ImportReport | None) -> Facts | None:
    """The rows of an import by what will become of them; None when they are too many to try."""
    if report is None:
        return None
    pairs = [(str(word), count(getattr(report, name, 0))) for name, word in words.OUTCOMES.items()]
    pairs = [pair for pair in pairs if pair[1] != "0"]
    return Facts(tuple(pairs))


def progress(view: BatchView, url: str) -> dict[str, Any]:
    line = view.line
    running = line.state == BatchState.RUNNING
    text = pgettext("import", "{done} of {total} rows done").format(
        done=count(line.done), total=count(line.total)
    )
    waiting = view.counts.waiting
    link = Link(
        pgettext("import", "{n} rows still wait").format(n=count(waiting)), rows_url(line.id)
    )
    done = Link(pgettext("import", "See the rows"), rows_url(line.id, show="all"))
    return {
        "running": running,
        "work": LongWork(
            text=text,
            done=line.done,
            total=max(line.total, 1),
            poll_url=url if running else "",
            result=None if running else (link if waiting else done),
        ),
        "outcome": Facts(
            tuple(
                (str(word), count(view.results[name]))
                for name, word in words.OUTCOMES.items()
                if view.results.get(name)
            )
        ),
    }
