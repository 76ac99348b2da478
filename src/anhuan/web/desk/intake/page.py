"""The rows of a batch as the page shows them: picture 05."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import pgettext

from anhuan.cases.intake.cells import DATES, EDITABLE
from anhuan.cases.intake.types import (
    LEFT_AS_TEXT,
    NEW_SITE,
    Alike,
    BatchView,
    IntakeRow,
    Issue,
    Outcome,
    Show,
    Weight,
)
from anhuan.cases.words.refusals import sentence
from anhuan.kernel.refusal import Refusal
from anhuan.web.desk.intake import words
from anhuan.web.desk.intake.shapes import AlikePart, Figure, Fold, IssuePart, Pill, Press, RowPart
from anhuan.web.parts.formats import count
from anhuan.web.parts.shapes import Cell, Wizard, WizardStep

COLUMNS: Final = (
    "site_name",
    "description",
    "found_on",
    "grade",
    "due_on",
    "responsible",
    "status",
)
MARKS: Final[Mapping[Weight, Literal["bad", "doubt", "filled"]]] = {
    Weight.STOP: "bad",
    Weight.ASK: "doubt",
    Weight.NOTE: "filled",
}
ICONS: Final = {
    Weight.STOP: "x-octagon-fill",
    Weight.ASK: "question-diamond-fill",
    Weight.NOTE: "info-circle",
}
LONGEST_SAMPLE: Final = 24
MOST_SAMPLES: Final = 4


def wizard(at: int) -> Wizard:
    """The four steps of an import; ``at`` counts from 0."""
    steps = (
        pgettext("import", "Choose the file"),
        pgettext("import", "Match columns"),
        pgettext("import", "Look at problem rows"),
        pgettext("import", "Import"),
    )
    places = ["past" if n < at else "now" if n == at else "ahead" for n in range(len(steps))]
    return Wizard(
        tuple(WizardStep(word, place) for word, place in zip(steps, places, strict=True))  # type: ignore[arg-type]
    )


def heads() -> list[str]:
    return [str(words.FIELDS[name]) for name in COLUMNS]


def figures(view: BatchView) -> list[Figure]:
    counts, row = view.counts, pgettext("import", "rows")
    cells = pgettext("import", "cells")
    return [
        Figure(
            pgettext("import", "Can be imported now"),
            count(counts.ready),
            row,
            "check-circle-fill",
            "good",
        ),
        Figure(
            pgettext("import", "Cannot be imported as they are"),
            count(counts.stopped),
            row,
            ICONS[Weight.STOP],
            "bad",
        ),
        Figure(
            pgettext("import", "For you to confirm"),
            count(counts.asked),
            row,
            ICONS[Weight.ASK],
            "doubt",
        ),
        Figure(
            pgettext("import", "Put in order for you"),
            count(counts.notes),
            cells,
            ICONS[Weight.NOTE],
            "plain",
        ),
    ]


def pills(view: BatchView, show: Show) -> list[Pill]:
    counts = view.counts
    named = (
        (Show.PROBLEMS, pgettext("import", "With problems"), counts.waiting),
        (Show.STOPPED, pgettext("import", "Cannot go in"), counts.stopped),
        (Show.ASKED, pgettext("import", "To confirm"), counts.asked),
        (Show.ALL, pgettext("import", "All"), counts.rows),
    )
    url = rows_url(view.line.id)
    return [
        Pill(f"{word} {count(n)}", f"{url}?show={one.value}", one is show)
        for one, word, n in named
    ]


def rows_url(batch: UUID, **asked: Any) -> str:
    url = reverse("desk:import-rows", args=[batch])
    return f"{url}?{urlencode(asked)}" if asked else url


def row_part(row: IntakeRow, wrong: Mapping[str, str] | None = None) -> RowPart:
    """A row with its open findings; ``wrong`` is what was just refused there, to be kept."""
    open_ = [issue for issue in row.issues if not issue.settled]
    shown = [each for each in open_ if each.weight is not Weight.NOTE] if row.ready else open_
    return RowPart(
        position=row.position,
        cells=tuple(_cell(row, name, open_) for name in ("row", *COLUMNS)),
        issues=tuple(_issue(each, wrong) for each in shown) if not row.outcome else (),
        problem=not row.ready and not row.outcome,
        number=row.number,
        skipped=row.outcome == Outcome.SKIPPED,
        may_skip=not row.outcome,
    )


def refused(refusal: Refusal) -> str:
    """What is wrong with a value that was written into a row."""
    field = str(refusal.facts.get("field", ""))
    named = dict(refusal.facts) | {"field": str(words.FIELDS.get(field, field))}
    return sentence(Refusal(refusal.why, **named))


def _cell(row: IntakeRow, name: str, issues: Sequence[Issue]) -> Cell:
    if name == "row":
        part = f" ({row.part}/{row.parts})" if row.parts > 1 else ""
        return Cell(f"{row.row}{part}", title=row.sheet)
    hit = [issue for issue in issues if issue.field == name]
    worst = min(hit, key=lambda each: list(Weight).index(each.weight), default=None)
    value = shown(name, row.values.get(name))
    if not value and worst is not None and worst.weight is Weight.STOP:
        value = worst.raw or "—"
    if worst is not None:
        return Cell(value, MARKS[worst.weight])
    return Cell(value or "—", "filled" if name in row.corrected else "")


def shown(name: str, value: Any) -> str:
    """A value of a row as people read it."""
    if value is None:
        return ""
    if name == "grade":
        return str(words.GRADES.get(value, value))
    if name == "status":
        return str(words.STATUSES.get(value, value))
    return str(value)


def _issue(issue: Issue, wrong: Mapping[str, str] | None) -> IssuePart:
    mine = wrong is not None and wrong["place"] == str(issue.place)
    sentence = str(words.REASONS.get(issue.reason, "{raw}"))
    about = {"raw": issue.raw[:60], "of": issue.of or ""}
    writes = issue.field in EDITABLE and issue.weight is not Weight.NOTE
    return IssuePart(
        place=issue.place,
        field=issue.field,
        icon=ICONS[issue.weight],
        tone=MARKS[issue.weight],
        text=_prefixed(issue, sentence.format_map(about)),
        presses=tuple(_presses(issue)),
        writes=writes and not issue.candidates,
        day=issue.field in DATES,
        typed=wrong["text"] if mine and wrong else "",
        error=wrong["error"] if mine and wrong else "",
    )


def _prefixed(issue: Issue, text: str) -> str:
    """A finding in a column that the table does not show names its column."""
    if issue.field in COLUMNS or not issue.field:
        return text
    return f"{words.FIELDS.get(issue.field, issue.field)}：{text}"


def _presses(issue: Issue) -> Iterable[Press]:
    if issue.weight is Weight.NOTE:
        return
    for each in issue.candidates:
        ground = str(words.GROUNDS.get(each["ground"], each["ground"]))
        yield Press("site", each["site"], each["name"], f"{ground} · {each['address']}")
    if issue.candidates:
        yield Press("site", NEW_SITE, pgettext("import", "No, a new one"))
        yield Press("site", LEFT_AS_TEXT, pgettext("import", "Leave the name as text"))
        return
    for value in issue.offers:
        yield Press("take", value, shown(issue.field, value))
    if issue.reason == "possible_duplicate":
        yield Press("do", "skip", pgettext("import", "One case"))
        yield Press("do", "accept", pgettext("import", "Two cases"))
    elif issue.weight is Weight.ASK:
        yield Press("do", "accept", pgettext("import", "Right as it is"))
    else:
        yield Press("do", "accept", pgettext("import", "The original has none"))


def with_folds(
    rows: Sequence[RowPart], batch: UUID, show: Show, *, start: int, opened: int | None
) -> list[RowPart | Fold]:
    """Problem rows with the good ones between them folded to one line."""
    lines: list[RowPart | Fold] = []
    before = start
    for row in rows:
        if show is not Show.ALL and row.position > before + 1 and opened != before:
            asked = {"show": show.value, "after": start, "open": before}
            url = f"{rows_url(batch, **asked)}#r{before}"
            lines.append(Fold(before + 1, row.position - 1, url))
        lines.append(row)
        before = row.position
    return lines


def kind_title(field: str, kind: str) -> str:
    """The heading of one kind of finding, with its column where that says more."""
    title = str(words.KINDS.get(kind, words.OTHERS))
    if kind in words.WITH_FIELD and field in words.FIELDS:
        return f"{title}（{words.FIELDS[field]}）"
    return title


def alike_part(one: Alike, batch: UUID) -> AlikePart:
    url = reverse("desk:import-alike", args=[batch])
    asked = urlencode({"field": one.field, "reason": one.reason})
    samples = "、".join(
        f"{value[:LONGEST_SAMPLE]} {n}" if n > 1 else value[:LONGEST_SAMPLE]
        for value, n in one.values[:MOST_SAMPLES]
        if value
    )
    site = one.reason == "site_proposed"
    return AlikePart(
        title=kind_title(one.field, one.reason),
        rows=one.rows,
        samples=samples,
        url=f"{rows_url(batch, show='ask')}" if site else f"{url}?{asked}",
        word=pgettext("import", "Name by name") if site else pgettext("import", "Fix them once"),
    )
