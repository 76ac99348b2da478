"""Writes to the rulebook: a new version ends the one before it, and nothing is rewritten."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.db import one_at_a_time
from anhuan.base.periods import close, revised
from anhuan.base.reactions import publish
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of, start_of_day
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.rulebook.checks import check_value
from anhuan.rulebook.models import Version
from anhuan.rulebook.types import Shipped

SEED = Path(__file__).resolve().parent / "seed"
SUBJECTS = {
    "terms": "term",
    "capabilities": "capability",
    "kinds": "kind",
    "evidence": "evidence",
    "forms": "form",
    "duties": "duty",
    "dossiers": "dossier",
    "escalation": "escalation",
    "quiet": "quiet",
    "responsibility": "responsibility",
    "industry_departments": "industry-department",
    "behaviours": "behaviour",
    "exemptions": "exemption",
    "triggers": "trigger",
    "bodies": "body",
    "publications": "publication",
    "permits": "permit",
    "activities": "activity",
    "interviews": "interview",
    "vetoes": "veto",
    "checklists": "checklist",
    "visits": "visit",
    "visit_cycles": "visit-cycle",
    "visit_reductions": "visit-reduction",
    "campaigns": "campaign",
    "readiness": "readiness",
    "erasure_grounds": "erasure-ground",
    "leniencies": "leniency",
    "key_objects": "key-object",
    "deputy_fields": "deputy-field",
    "air_indexes": "air-index",
    "air_validity": "air-validity",
    "air_ozone_days": "air-ozone-day",
    "air_limits": "air-limit",
    "alarms": "alarm",
    "alarm_limits": "alarm-limit",
    "seasons": "season",
    "air_areas": "air-area",
    "indicators": "indicator",
    "hazard_sources": "hazard-source",
    "hazard_names": "hazard-name",
}


@transaction.atomic
def load_seed(*, at: datetime) -> int:
    """Enter the shipped rules that are not there yet; returns how many were entered."""
    known = set(Version.objects.values_list("subject", "code"))
    rows = [row for row in _seeds(at) if (row.subject, row.code) not in known]
    _end_each(rows)
    Version.objects.bulk_create(rows)
    return len(rows)


def _end_each(rows: Iterable[Version]) -> None:
    """Of a rule with several versions each ends where the next begins."""
    latest: dict[tuple[str, str], Version] = {}
    for row in sorted(rows, key=lambda one: one.valid_from):
        former = latest.get((row.subject, row.code))
        if former is not None:
            former.valid_to = row.valid_from
        latest[row.subject, row.code] = row


@transaction.atomic
def load_shipped(*, at: datetime, dry_run: bool = False) -> Shipped:
    """Bring what this program ships to a node that has been at work: rules with a new code, new
    versions of rules, and corrections of shipped ones, each recorded as an act of nobody.

    A rule of which a person here ever entered a version stays as it is and is named. With
    ``dry_run`` nothing is entered.
    """
    known: dict[tuple[str, str], list[Version]] = {}
    for row in Version.objects.filter(recorded_to__isnull=True).order_by("valid_from"):
        known.setdefault((row.subject, row.code), []).append(row)
    own = set(Version.objects.exclude(by=None).values_list("subject", "code"))
    found: dict[str, list[str]] = {"added": [], "changed": [], "kept": []}
    for seed in sorted(_seeds(at), key=lambda one: one.valid_from):
        rule = (seed.subject, seed.code)
        if any(_says(row) == _says(seed) for row in known.get(rule, ())):
            continue
        name = "/".join(rule)
        outcome = "kept" if rule in own else "changed" if rule in known else "added"
        if name not in found[outcome]:
            found[outcome].append(name)
        if outcome != "kept" and not dry_run:
            _put(seed, at=at)
            _note(seed, day_of(seed.valid_from), by=None, at=at, kind="rulebook.shipped")
            publish("rulebook.changed", subject=seed.subject, at=at)
    return Shipped(**{outcome: tuple(names) for outcome, names in found.items()})


def _says(row: Version) -> tuple[Any, ...]:
    """All that two versions have to share to be the same."""
    texts = (row.name, row.source, row.verified, row.note)
    return (row.valid_from, json.dumps(row.value, sort_keys=True), *texts)


def _seeds(at: datetime) -> Iterator[Version]:
    for name, subject in SUBJECTS.items():
        for row in json.loads((SEED / f"{name}.json").read_text(encoding="utf-8")):
            yield _seed(subject, row, at)
    data = json.loads((SEED / "workdays.json").read_text(encoding="utf-8"))
    for year, entry in data["years"].items():
        value = {"holidays": entry["holidays"], "workdays": entry["workdays"]}
        row = {
            "code": year,
            "name": f"{year} 年工作日",
            "value": value,
            "valid_from": f"{year}-01-01",
            "source": entry.get("source") or data.get("source") or "国务院办公厅节假日安排通知",
            "verified": True,
        }
        yield _seed("workdays", row, at)
    fixed = {
        "code": "every_year",
        "name": "每年固定节假日",
        "value": data["every_year"],
        "valid_from": "2000-01-01",
        "source": "《全国年节及纪念日放假办法》",
        "verified": True,
    }
    yield _seed("workdays", fixed, at)


def _seed(subject: str, row: Mapping[str, Any], at: datetime) -> Version:
    return Version(
        subject=subject,
        code=row["code"],
        name=row["name"],
        value=row["value"],
        source=row["source"],
        verified=row["verified"],
        note=row.get("note", ""),
        valid_from=start_of_day(date.fromisoformat(row["valid_from"])),
        recorded_from=at,
    )


@transaction.atomic
def change_rule(
    *,
    subject: str,
    code: str,
    value: Any,
    from_on: date,
    source: str,
    verified: bool,
    by: Viewer,
    at: datetime,
    name: str = "",
    note: str = "",
) -> UUID:
    """Enter a version of a rule in force from ``from_on``; the one before ends there.

    What was decided under the former version stays under it: it is chosen by the date of the act.
    A version of the same day is corrected: from ``at`` on it is known as given here.
    Refuses ``WRONG_ROLE``, ``MALFORMED`` (field value), ``MISSING`` (source).
    """
    if not by.may(Capability.KEEP_RULES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_RULES)
    return _enter(
        subject=subject,
        code=code,
        value=value,
        from_on=from_on,
        source=source,
        verified=verified,
        by=by,
        at=at,
        name=name,
        note=note,
    )


@transaction.atomic
def keep_route(*, code: str, value: Any, name: str, source: str, by: Viewer, at: datetime) -> UUID:
    """A committee office has decided whose an illegal activity is: from today on it goes there.

    ``source`` names the case it was decided on. Whether the actor may decide is the caller's to
    know.
    """
    return _enter(
        subject="route",
        code=code,
        value=value,
        from_on=day_of(at),
        source=source,
        verified=True,
        by=by,
        at=at,
        name=name,
        note="",
    )


def _enter(
    *,
    subject: str,
    code: str,
    value: Any,
    from_on: date,
    source: str,
    verified: bool,
    by: Viewer,
    at: datetime,
    name: str,
    note: str,
) -> UUID:
    if not source.strip():
        raise Refusal(Why.MISSING, fields=("source",))
    check_value(subject, code, value)
    _check_season(subject, value)
    given = {"subject": subject, "code": code, "source": source, "note": note}
    texts = cleaned(Version, given | ({"name": name} if name else {}), (*given, "name"))
    one_at_a_time(f"rule {subject} {code}")
    row = Version(
        **{"name": ""} | texts,
        value=value,
        verified=verified,
        valid_from=start_of_day(from_on),
        recorded_from=at,
        by=by.person,
    )
    _put(row, at=at)
    _note(row, from_on, by=by.person, at=at)
    publish("rulebook.changed", subject=subject, at=at)
    return row.id


def _check_season(subject: str, value: Any) -> None:
    """A limit for a season that nobody entered would hold on no day at all. Refuses
    ``NO_SUCH_RULE``."""
    code = value.get("season") if subject == "alarm-limit" else None
    if code and not Version.objects.filter(subject="season", code=code).exists():
        raise Refusal(Why.NO_SUCH_RULE, subject="season", code=code)


def _put(row: Version, *, at: datetime) -> None:
    """Save a version between those recorded now: one of the same day is corrected by it, the one
    before ends where it begins. Refuses ``MISSING`` (name) for a new rule without one."""
    current = Version.objects.filter(
        subject=row.subject, code=row.code, recorded_to__isnull=True
    ).exclude(pk=row.pk)
    former = current.filter(valid_from__lt=row.valid_from).order_by("-valid_from").first()
    same = current.filter(valid_from=row.valid_from).first()
    later = current.filter(valid_from__gt=row.valid_from).order_by("valid_from").first()
    known = same or former or later
    if known is None and not row.name:
        raise Refusal(Why.MISSING, fields=("name",))
    if same is not None:
        close(same, at=at)
    if former is not None and (former.valid_to is None or former.valid_to > row.valid_from):
        _end(former, row.valid_from, at)
    row.name = row.name or (known.name if known else "")
    row.valid_to = later.valid_from if later else None
    row.save(force_insert=True)


def _note(
    row: Version,
    from_on: date,
    *,
    by: UUID | None,
    at: datetime,
    kind: str = "rulebook.changed",
) -> None:
    """The law is open, so the record holds the whole of it; its value as text, for a record
    holds no floats."""
    record(
        kind=kind,
        subject=row.id,
        version=1,
        public={
            "subject": row.subject,
            "code": row.code,
            "name": row.name,
            "value": json.dumps(row.value, ensure_ascii=False),
            "source": row.source,
            "verified": row.verified,
            "note": row.note,
            "from_on": from_on.isoformat(),
        },
        body={},
        by=by,
        at=at,
    )


def _end(former: Version, ends: datetime, at: datetime) -> None:
    """Close the recorded row and enter the same rule with its end."""
    close(former, at=at)
    revised(former, at=at, valid_to=ends).save(force_insert=True)
