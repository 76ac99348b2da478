"""Rows of a batch into cases, some hundred at a time. The caller holds the transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from anhuan.base.db import bulk_copy, bulk_set, next_numbers
from anhuan.base.ids import new_id
from anhuan.cases import models
from anhuan.cases.intake import building
from anhuan.cases.intake.building import Content, content_of
from anhuan.cases.intake.comparing import Change, changes_of
from anhuan.cases.intake.keys import own_number, same_text, twin_key
from anhuan.cases.intake.places import Places
from anhuan.cases.intake.types import Outcome
from anhuan.cases.mapping import columns, imported_to_public
from anhuan.cases.placing import closing_post, firm_post, post_in_charge
from anhuan.cases.projection import Posts, ball_columns, owed_by, search_of
from anhuan.cases.scope import sees
from anhuan.cases.services import act
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Case, Imported, Kind
from anhuan.kernel.evolve import evolve
from anhuan.kernel.obligation import Due
from anhuan.kernel.refusal import Refusal
from anhuan.kernel.rules import Rules
from anhuan.ledger.queries import first_bodies
from anhuan.ledger.services import record_many
from anhuan.ledger.types import Act
from anhuan.obligations.services import open_many
from anhuan.obligations.types import About
from anhuan.sites.queries import SiteScope
from anhuan.territory.types import Place

AT_ONCE: Final = 500
_BLANK: Final = {field.attname: field.get_default() for field in models.Case._meta.concrete_fields}
"""Every column in its order, with what it holds where a row says nothing."""


@dataclass(slots=True)
class Entry:
    """A row on its way: its values, what they mean, and under which key it is known again."""

    row: models.BatchRow
    values: Mapping[str, Any]
    content: Content
    key: str


class Run:
    """One import of one batch: what it looks up, it looks up once."""

    def __init__(
        self,
        batch: models.Batch,
        *,
        by: Viewer,
        at: datetime,
        rules: Rules,
        twins: Mapping[int, int],
    ) -> None:
        self.batch = batch
        self.by = by
        self.at = at
        self.rules = rules
        self.twins = twins
        self.places = Places(by, batch.unit_id, at)
        self.domain = str(batch.options.get("domain") or "safety")
        self.posts = Posts(
            in_charge=cache(post_in_charge), closing=cache(closing_post), of_firm=cache(firm_post)
        )

    def take(self, rows: Sequence[models.BatchRow], *, save: bool = True) -> None:
        """Say what becomes of each of ``rows``, and with ``save`` let it become that."""
        entries = [self._entry(row) for row in rows]
        known = self._known(entries)
        began = first_bodies(case.id for case in known.values() if case.imported)
        fresh = []
        for entry in entries:
            case = known.get(entry.row.position)
            if case is None:
                fresh.append(entry)
            else:
                self._again(entry, case, began.get(case.id), save=save)
        if save and fresh:
            self._add(fresh)
        for entry in fresh:
            entry.row.outcome = Outcome.ADDED.value
        if save:
            bulk_set(rows, ["outcome", "case"])
            bulk_set([row for row in rows if row.outcome == Outcome.REFUSED], ["problems"])

    def _entry(self, row: models.BatchRow) -> Entry:
        values = row.content | row.corrections
        key = twin_key(row.key, self.twins.get(row.position, 0))
        content = content_of(values, domain=self.domain)
        return Entry(row=row, values=values, content=content, key=key)

    # -- known already ----------------------------------------------------------------------

    def _known(self, entries: Sequence[Entry]) -> dict[int, models.Case]:
        """The case of each row that is here already, by the row's position."""
        cases = models.Case.objects.defer("search")
        numbers = {own_number(entry.values): entry for entry in entries}
        numbers.pop("", None)
        found = {}
        for case in cases.filter(number__in=list(numbers)):
            entry = numbers[case.number]
            if sees(self.by, case) and _is_the_same(entry, case):
                found[entry.row.position] = case
        keys = {entry.key: entry.row.position for entry in entries}
        for case in cases.filter(import_key__in=list(keys)):
            found.setdefault(keys[case.import_key], case)
        return found

    def _again(
        self, entry: Entry, case: models.Case, began: Mapping[str, Any] | None, *, save: bool
    ) -> None:
        numbered = case.number == entry.content.number
        wording = numbered and not self.rules.kind(Kind(case.kind)).original_immutable
        changes = changes_of(entry.content, case, None if numbered else began, reworded=wording)
        entry.row.case = case
        entry.row.outcome = (Outcome.UPDATED if changes else Outcome.SAME).value
        if save:
            for change in changes:
                self._change(entry.row, case, change)

    def _change(self, row: models.BatchRow, case: models.Case, change: Change) -> None:
        """A refused change leaves the case as it is and says why; the other rows go on."""
        try:
            act(
                number=case.number,
                action=change.action,
                given=change.given,
                by=self.by,
                at=self.at,
            )
        except Refusal as refusal:
            row.outcome = Outcome.REFUSED.value
            row.problems = [*row.problems, _refused(row, refusal)]

    # -- new --------------------------------------------------------------------------------

    def _add(self, entries: Sequence[Entry]) -> None:
        self.places.know(entry.row.site_id for entry in entries if entry.row.site_id)
        placed = []
        for entry in entries:
            site = self.places.site(entry.row.site_id)
            placed.append((entry, site, self.places.place(entry.values, site)))
        self._learn(placed)
        year = day_of(self.at).year
        numbers = next_numbers("case", year, len(placed))
        made = [
            self._made(entry, site, place, f"C-{year}-{number:06d}")
            for number, (entry, site, place) in zip(numbers, placed, strict=True)
        ]
        bulk_copy(models.Case, list(_BLANK), (tuple(row.values()) for row, _, _ in made))
        record_many([fact for _, fact, _ in made], by=self.by.person, at=self.at)
        open_many(
            ((_about(row), owed) for row, _, owed in made),
            at=self.at,
            knowledge=self.rules.knowledge,
        )
        for entry, (row, _, _) in zip(entries, made, strict=True):
            entry.row.case_id = row["id"]

    def _learn(self, placed: Sequence[tuple[Entry, SiteScope | None, Place]]) -> None:
        wanted: dict[str, set[UUID]] = {}
        for entry, site, place in placed:
            things = wanted.setdefault(entry.content.words["domain"], set())
            things.update(each for each in (site.id if site else None, place.area) if each)
        for domain, things in wanted.items():
            self.places.learn(things, domain)

    def _made(
        self, entry: Entry, site: SiteScope | None, place: Place, number: str
    ) -> tuple[dict[str, Any], Act, tuple[Due, ...]]:
        content = entry.content
        charge = self.places.charge(site.id if site else None, place.area, content.words["domain"])
        owner = {
            "site": site.id if site else None,
            "unit": charge.unit,
            "officer_post": charge.post,
        }
        before = Case(id=new_id())
        fact = Imported(
            state=content.state,
            at=self.at,
            by=self.by.person,
            fields=building.kernel_fields(content, at=self.at) | owner,
            provenance=building.provenance(
                batch=self.batch.id, sha256=self.batch.sha256, values=entry.values
            ),
        )
        after = evolve(before, fact)
        owed = owed_by(after, at=self.at, rules=self.rules, posts=self.posts)
        row = {
            **_BLANK,
            "number": number,
            "import_key": entry.key,
            **columns(after),
            **_texts(content),
            **_where(content, site, place),
            **ball_columns(owed, None),
            "sort_found": after.found_on or models.UNDATED,
        }
        row["search"] = search_of(row)
        recorded = Act(
            kind="case.imported",
            subject=after.id,
            version=after.version,
            public=imported_to_public(fact),
            body=building.body_of(content),
        )
        return row, recorded, owed


def _is_the_same(entry: Entry, case: models.Case) -> bool:
    """A number may have been given by another node: the day and one of the texts must agree."""
    if case.found_on != entry.content.found_on:
        return False
    if entry.row.site_id is not None and entry.row.site_id == case.site_id:
        return True
    described = same_text(entry.content.texts["description"], case.description)
    return described or same_text(entry.content.site_name, case.site_name)


def _texts(content: Content) -> dict[str, Any]:
    return {
        **content.texts,
        "source": content.words["source"],
        "found_by_text": content.found_by,
        "money_fen": content.money_fen,
        "done_on": content.done_on,
        "due_kind": content.due_kind,
        "extra": dict(content.extra),
        "defects": building.defects_of(content),
    }


def _where(content: Content, site: SiteScope | None, place: Place) -> dict[str, Any]:
    return {
        "site_name": site.name if site else content.site_name,
        "department_id": site.department(content.words["domain"]) if site else None,
        "area_id": place.area,
        "area_path": place.path,
        "city_id": place.city,
        "county_id": place.county,
        "street_id": place.street,
        "cell_id": place.cell,
    }


def _about(row: Mapping[str, Any]) -> About:
    return About(
        case=row["id"],
        number=row["number"],
        title=row["description"],
        site_name=row["site_name"],
        area_path=row["area_path"],
        kind=row["kind"],
        grade=row["grade"],
        overseer=row["officer_post_id"],
    )


def _refused(row: models.BatchRow, refusal: Refusal) -> dict[str, Any]:
    return {
        "sheet": row.content["source_sheet"],
        "row": row.content["source_row"],
        "field": None,
        "reason": "refused",
        "raw": refusal.why.value,
        "kept": True,
        "done": True,
    }
