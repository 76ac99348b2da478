"""The import itself: chunk by chunk, each in a transaction of its own, so that a file that breaks
off leaves whole visits and the next run goes on after them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import bulk_insert, next_numbers, one_at_a_time
from anhuan.base.ids import new_id
from anhuan.base.intake import sheet_refusal
from anhuan.base.sheets.grid import SheetError
from anhuan.base.sheets.streaming import Source, look_through
from anhuan.inspections import models
from anhuan.inspections.intake.finding import UNSAID, Inspectors, Lists, Places
from anhuan.inspections.intake.reading import read_visits
from anhuan.inspections.intake.types import Choices, Read, VisitImport, VisitProblem
from anhuan.inspections.mapping import columns, counts
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.checklist import WITH_REASON, Answer, Checklist
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import Visit, VisitAct, VisitFact, evolve
from anhuan.ledger.facts import fact_to_public
from anhuan.ledger.services import record, record_many
from anhuan.ledger.types import Act
from anhuan.sites.queries import SiteScope, scopes_of_sites
from anhuan.territory.queries import area_of_unit, units_within

AT_ONCE: Final = 1_000
MOST_SHOWN: Final = 1_000


def import_visits(
    path: Path,
    *,
    unit: UUID,
    choices: Choices,
    by: Viewer,
    at: datetime,
    dry_run: bool = False,
) -> VisitImport:
    """Visits of the past from delimited text (also gz) or a workbook, made by ``unit``.

    A visit that is here already adds nothing; one with something wrong in it is left out and
    named. ``dry_run`` keeps nothing. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE`` for a unit out of
    reach, ``FILE_…``, ``TOO_MANY``, ``MISSING`` (columns), ``MALFORMED`` (field).
    """
    if not by.may(Capability.IMPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.IMPORT)
    home = area_of_unit(unit)
    if home is None or unit not in {line.id for line in units_within(by)}:
        raise Refusal(Why.NOT_VISIBLE)
    try:
        source = look_through(path)
        run = _Run(source, unit=unit, area=home, choices=choices, by=by, at=at, save=not dry_run)
        read = iter(read_visits(source, choices))
        while chunk := list(islice(read, AT_ONCE)):
            run.take(chunk)
    except SheetError as error:
        raise sheet_refusal(error) from None
    return run.finished(path.name)


class _Run:
    """One run over one file: what it looks up, it looks up once."""

    def __init__(
        self,
        source: Source,
        *,
        unit: UUID,
        area: UUID,
        choices: Choices,
        by: Viewer,
        at: datetime,
        save: bool,
    ) -> None:
        self.source, self.unit, self.choices = source, unit, choices
        self.by, self.at, self.save = by, at, save
        self.batch = new_id()
        self.places = Places(by, area, at, choices)
        self.inspectors = Inspectors(unit, by, at, add=choices.add_people)
        self.lists = Lists()
        self.problems: list[VisitProblem] = []
        self.visits = self.added = self.same = self.waiting = self.last = 0
        self.taken: set[str] = set()
        seat = next((one for one in by.seats if one.unit is not None), None)
        self.post = seat.post if seat else None

    def take(self, chunk: Sequence[Read | VisitProblem]) -> None:
        """Bring one part of the file in."""
        for each in chunk:
            if isinstance(each, VisitProblem):
                self._wrong(each)
            self.last = max(self.last, each.until if isinstance(each, Read) else each.row)
        visits = [each for each in chunk if isinstance(each, Read)]
        self.visits += len(visits)
        with transaction.atomic():
            one_at_a_time(f"visits of {self.unit}")
            self.places.know(visits, save=self.save)
            found = list(self._checked(visits))
            self._bring_in(found)

    def _wrong(self, problem: VisitProblem) -> None:
        self.waiting += 1
        if len(self.problems) < MOST_SHOWN:
            self.problems.append(problem)

    def _checked(
        self, visits: Iterable[Read]
    ) -> Iterator[tuple[Read, UUID | str, frozenset[UUID], Checklist | None]]:
        for each in visits:
            site = self.places.of(each)
            officers = self.inspectors.of(each.inspectors, save=self.save)
            listed = self.lists.of(each.checklist, each.began_at) if each.checklist else None
            wrong = self._why_not(each, site, officers, listed)
            if wrong is not None or officers is None:
                self._wrong(wrong or VisitProblem(row=each.row, field="", problem="unknown"))
            else:
                yield each, site, officers, listed

    def _why_not(
        self,
        visit: Read,
        site: UUID | str,
        officers: frozenset[UUID] | None,
        listed: Checklist | None,
    ) -> VisitProblem | None:
        unlisted = next((c for c in visit.answers if listed is None or not listed.item(c)), "")
        checks = (
            ("began", "future", visit.ended_at > self.at, ""),
            ("site", str(site), site in {"unknown", "ambiguous", "refused"}, visit.site["name"]),
            ("inspectors", "unknown", officers is None, "、".join(visit.inspectors)),
            ("checklist", "unknown", bool(visit.checklist) and listed is None, visit.checklist),
            ("item", "unknown", bool(unlisted), unlisted),
        )
        for field, problem, holds, value in checks:
            if holds:
                return VisitProblem(row=visit.row, field=field, problem=problem, value=value[:80])
        return None

    def _bring_in(
        self, found: Sequence[tuple[Read, UUID | str, frozenset[UUID], Checklist | None]]
    ) -> None:
        keys = [_key(self.unit, visit, site) for visit, site, _, _ in found]
        known = {
            key: answers
            for key, answers in models.Visit.objects.filter(import_key__in=keys).values_list(
                "import_key", "answers"
            )
        }
        fresh = []
        for key, one in zip(keys, found, strict=True):
            answers = _answers(one[0], one[3], self.choices.rest)
            if key in self.taken or (known.get(key, answers) != _plain(answers) and key in known):
                problem = "repeated" if key in self.taken else "known-otherwise"
                self._wrong(VisitProblem(row=one[0].row, field="number", problem=problem))
            elif key in known:
                self.same += 1
            else:
                fresh.append((key, answers, *one))
            self.taken.add(key)
        self.added += len(fresh)
        if self.save and fresh:
            self._write(fresh)

    def _write(self, fresh: Sequence[tuple[Any, ...]]) -> None:
        scopes = scopes_of_sites(site for _, _, _, site, _, _ in fresh)
        year = day_of(self.at).year
        numbers = next_numbers("visit", year, len(fresh))
        rows, acts = [], []
        for number, (key, answers, visit, site, officers, listed) in zip(
            numbers, fresh, strict=True
        ):
            fact = self._fact(visit, answers, site, officers)
            after = evolve(Visit(id=new_id()), fact)
            rows.append(_row(after, listed, scopes[site], f"V-{year}-{number:06d}", key))
            acts.append(
                Act(
                    kind=f"visit.{VisitAct.IMPORT.value}",
                    subject=after.id,
                    version=after.version,
                    public=fact_to_public(fact, after.state),
                    body=_body(visit, answers),
                )
            )
        bulk_insert(rows)
        record_many(acts, by=self.by.person, at=self.at)

    def _fact(
        self,
        visit: Read,
        answers: Mapping[str, Answer],
        site: UUID,
        officers: frozenset[UUID],
    ) -> VisitFact:
        data = {
            "kind": visit.kind,
            "site": site,
            "checklist": visit.checklist,
            "officers": officers,
            "answers": answers,
            "began_at": visit.began_at,
            "ended_at": visit.ended_at,
            "state": visit.state,
            "origin": {
                "import": str(self.batch),
                "sha256": self.source.sha256,
                "row": visit.row,
                "number": visit.number,
            },
        }
        return VisitFact(
            act=VisitAct.IMPORT,
            at=self.at,
            by=self.by.person,
            post=self.post,
            unit=self.unit,
            data=data,
        )

    def finished(self, name: str) -> VisitImport:
        if self.save and self.added:
            self._note(name)
        return VisitImport(
            rows=self.last,
            visits=self.visits,
            added=self.added,
            same=self.same,
            waiting=self.waiting,
            sites=self.places.entered,
            people=self.inspectors.entered,
            problems=tuple(self.problems),
            saved=self.save,
            batch=self.batch if self.save and self.added else None,
        )

    def _note(self, name: str) -> None:
        record(
            kind="visit.file-imported",
            subject=self.batch,
            version=1,
            public={"sha256": self.source.sha256, "added": self.added, "unit": str(self.unit)},
            body={"file": name},
            by=self.by.person,
            at=self.at,
        )


def _key(unit: UUID, visit: Read, site: UUID | str) -> str:
    """By what a visit is known again: its own number, else where, when, how and by whom."""
    told = (
        [visit.number]
        if visit.number
        else [
            str(site) if site != "new" else str(sorted(visit.site.items())),
            visit.began_at.isoformat(),
            visit.kind.value,
            visit.checklist,
            *sorted(visit.inspectors),
        ]
    )
    words = "\x1f".join([str(unit), "number" if visit.number else "told", *told])
    return hashlib.sha256(words.encode()).hexdigest()


def _answers(visit: Read, listed: Checklist | None, rest: Answer | None) -> dict[str, Answer]:
    """The answers of the file; an item it does not name gets the one that was chosen for it."""
    if listed is None or rest is None:
        return dict(visit.answers)
    return {item.code: visit.answers.get(item.code, rest) for item in listed.items}


def _plain(answers: Mapping[str, Answer]) -> dict[str, str]:
    return {item: answer.value for item, answer in answers.items()}


def _body(visit: Read, answers: Mapping[str, Answer]) -> dict[str, Any]:
    silent = {item: UNSAID for item, answer in answers.items() if answer in WITH_REASON}
    reasons = silent | visit.reasons
    words: dict[str, Any] = dict(visit.words)
    if reasons:
        words["reasons"] = reasons
    if visit.findings:
        words["findings"] = "\n".join(visit.findings)
    return words


def _row(
    after: Visit, listed: Checklist | None, scope: SiteScope, number: str, key: str
) -> models.Visit:
    given = columns(after)
    given["unit_id"] = given.pop("unit")
    return models.Visit(
        number=number,
        import_key=key,
        area_path=scope.place.path,
        **given,
        **counts(after, listed),
    )
