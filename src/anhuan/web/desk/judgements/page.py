"""One daily sheet as its page shows it: what data said with its rows, what a person wrote, what
became of each conclusion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.judgements.types import Concluded, JudgementFile
from anhuan.judgements.words import SECTION_WORDS, WORK_WORDS, Said, said
from anhuan.kernel.judgement import Section, Work
from anhuan.web.desk.judgements.listed import chip, edition, url_of
from anhuan.web.desk.showing import Eye
from anhuan.web.parts.formats import day_text, moment_text
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    EmptyState,
    Facts,
    Link,
    Row,
    StateChip,
    Table,
    Tag,
)

WITH_DATA: Final = (Section.AIR, Section.ALARMS)
"""Parts that only instruments fill: without them the page says so."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sheet; ``code`` names its field."""

    code: str
    head: str
    said: tuple[Link | str, ...]
    none: str
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgementPage:
    number: str
    version: int
    title: str
    sentence: str
    chip: StateChip
    draft: bool
    correction: str
    parts: tuple[Part, ...]
    late: Table | None
    concluded: Table
    told: tuple[str, ...]
    open: int
    facts: Facts
    editions: tuple[Link, ...]
    may_edit: bool
    may_correct: bool


def judgement_page(file: JudgementFile, eye: Eye) -> JudgementPage:
    line, draft = file.line, file.line.state == "draft"
    late = _late(file, eye)
    return JudgementPage(
        number=line.number,
        version=file.one.version,
        title=_title(file, eye),
        sentence=_sentence(file),
        chip=chip(line),
        draft=draft,
        correction=f"{edition(line)}：{file.why}" if file.why else "",
        parts=tuple(part_of(file, each) for each in Section),
        late=late if late.rows else None,
        concluded=_concluded(file, eye),
        told=tuple(sorted({one.unit_name for one in file.concluded if one.unit_name})),
        open=sum(1 for one in file.concluded if _is_open(one)),
        facts=_facts(file, eye),
        editions=tuple(
            Link(f"{each.number} {edition(each)}".strip(), url_of(each.number))
            for each in file.editions
            if each.id != line.id
        ),
        may_edit=draft and file.may_edit,
        may_correct=not draft and file.may_edit and line.latest and _newest(file),
    )


def _newest(file: JudgementFile) -> bool:
    return all(each.edition <= file.line.edition for each in file.editions)


def _title(file: JudgementFile, eye: Eye) -> str:
    facts = {"area": file.line.area_name, "day": day_text(file.line.day, year=eye.today.year)}
    return _("Daily sheet of %(area)s, %(day)s") % facts


def _is_open(one: Concluded) -> bool:
    return one.one.made is None and not (one.one.text and one.one.unit and one.one.due_on)


def _sentence(file: JudgementFile) -> str:
    n = len(file.concluded)
    if file.line.state == "issued":
        told = ngettext(
            "Issued: %(n)d conclusion became work",
            "Issued: %(n)d conclusions became work",
            n,
        )
        return told % {"n": n}
    lacking = sum(1 for one in file.concluded if _is_open(one))
    if lacking:
        told = ngettext(
            "Draft: %(lacking)d of %(n)d conclusions lacks its owner or date",
            "Draft: %(lacking)d of %(n)d conclusions lack their owner or date",
            lacking,
        )
        return told % {"lacking": lacking, "n": n}
    if not n:
        return _("Draft: no conclusion yet. Write what follows from the day, then issue it.")
    told = ngettext(
        "Draft: %(n)d conclusion is ready to be issued",
        "Draft: %(n)d conclusions are ready to be issued",
        n,
    )
    return told % {"n": n}


def part_of(file: JudgementFile, section: Section) -> Part:
    none = ""
    if section in WITH_DATA and section.value not in file.drawn:
        none = pgettext("judgement", "No data of instruments.")
    return Part(
        code=section.value,
        head=str(SECTION_WORDS[section]),
        said=tuple(_linked(each, file.line.day) for each in said(section, file.drawn)),
        none=none,
        written=tuple(file.written.get(section, "").splitlines()),
    )


def _linked(each: Said, day: date) -> Link | str:
    """A sentence of figures opens the rows that it counts."""
    found = ROWS.get(each.rows)
    if found is None:
        return each.text
    name, query = found
    texts = {key: value or day.isoformat() for key, value in query.items()}
    return Link(each.text, f"{reverse(name)}?{urlencode(texts)}" if texts else reverse(name))


ROWS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "visits": ("desk:visits", {"since": "", "until": ""}),
    "found": ("desk:ledger", {"open": "any", "found_from": "", "found_to": ""}),
    "overdue": ("desk:ledger", {"overdue": "1"}),
    "alarms": ("desk:alarms", {"tab": "all"}),
    "air": ("desk:air", {}),
    "air-days": ("desk:air-days", {}),
    "air-targets": ("desk:air-targets", {}),
    "help": ("desk:tasks", {"tab": "help"}),
    "late-tasks": ("desk:tasks", {"tab": "overdue"}),
}


def _late(file: JudgementFile, eye: Eye) -> Table:
    rows: list[Mapping[str, Any]] = file.drawn.get("cases", {}).get("late", [])
    return Table(
        columns=(
            Column(pgettext("judgement", "Was due")),
            Column(pgettext("judgement", "Number")),
            Column(pgettext("judgement", "Overdue, supervised ones first"), cut="xl"),
            Column(pgettext("judgement", "Whose"), cut="m"),
        ),
        rows=tuple(_late_row(one, eye) for one in rows),
        caption=pgettext("judgement", "Overdue, supervised ones first"),
    )


def _late_row(one: Mapping[str, Any], eye: Eye) -> Row:
    url = reverse("desk:case", args=[one["number"]])
    title: tuple[object, ...] = (one["title"],)
    if one["supervised"]:
        title = (Tag(pgettext("judgement", "supervised")), one["title"])
    due = day_text(date.fromisoformat(one["due_on"]), year=eye.today.year)
    cells = (due, Link(one["number"], url), Cell(title, title=one["title"]), one["unit"])
    return Row(key=one["number"], cells=cells, url=url)


def _concluded(file: JudgementFile, eye: Eye) -> Table:
    return Table(
        columns=(
            Column(pgettext("judgement", "Conclusion"), cut="wrap"),
            Column(pgettext("judgement", "Who"), cut="m"),
            Column(pgettext("judgement", "Until when")),
            Column(pgettext("judgement", "Becomes")),
        ),
        rows=tuple(_concluded_row(n, one, eye) for n, one in enumerate(file.concluded, start=1)),
        caption=pgettext("judgement", "Conclusions and tasks of tomorrow"),
        empty=EmptyState(_("Nothing concluded.")),
    )


def _concluded_row(n: int, one: Concluded, eye: Eye) -> Row:
    missing = pgettext("judgement", "missing")
    who = " ".join(part for part in (one.unit_name, one.person) if part)
    due = one.one.due_on
    work: object = str(WORK_WORDS[one.one.work])
    if one.number:
        of_task = one.one.work is Work.TASK
        work = Link(
            one.number, reverse("desk:task" if of_task else "desk:case", args=[one.number])
        )
    return Row(
        key=str(n),
        cells=(
            f"{n}. {one.one.text}" if one.one.text else Cell(f"{n}. {missing}", mark="bad"),
            Cell(who, title=who) if who else Cell(missing, mark="bad"),
            day_text(due, year=eye.today.year) if due else Cell(missing, mark="bad"),
            work,
        ),
    )


def _facts(file: JudgementFile, eye: Eye) -> Facts:
    line, year = file.line, eye.today.year
    pairs: list[tuple[str, object]] = [
        (pgettext("judgement", "Area"), line.area_name),
        (pgettext("judgement", "Written by"), line.unit_name),
        (pgettext("judgement", "Figures as of"), moment_text(line.drawn_at, year=year)),
    ]
    if line.issued_at:
        signed = f"{file.issuer} {moment_text(line.issued_at, year=year)}"
        pairs.append((pgettext("judgement", "Issued by"), signed))
        pairs.append((pgettext("judgement", "Fingerprint"), file.one.digest[:16]))
    return Facts(tuple(pairs))
