"""Builds the invented city in an empty database: ``anhuan demo`` and the benchmarks."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.conf import settings

from anhuan.base.clock import now
from anhuan.kernel.calendar import day_of
from anhuan.notices.services import notify
from anhuan.obligations.services import sweep
from anhuan.ops.city.plan import build_city
from anhuan.ops.city.records import DEMO_DAY
from anhuan.ops.demo.campaigns import load_campaigns
from anhuan.ops.demo.checks import load_checks
from anhuan.ops.demo.duties import load_duties, play_duties
from anhuan.ops.demo.field import load_field
from anhuan.ops.demo.hazards import load_hazards
from anhuan.ops.demo.judgements import load_judgements
from anhuan.ops.demo.licensing import load_permits, send_letter
from anhuan.ops.demo.matters import load_matters
from anhuan.ops.demo.monitoring import HOURS, load_monitoring
from anhuan.ops.demo.naming import load_deputies, play_sponsors
from anhuan.ops.demo.organisation import FOUNDED, load_organisation
from anhuan.ops.demo.pictures import store_album
from anhuan.ops.demo.proceedings import load_proceedings
from anhuan.ops.demo.services import Progress, in_one_piece, load_cases
from anhuan.ops.demo.staging import Stage
from anhuan.ops.demo.tasks import load_tasks
from anhuan.ops.demo.visits import play_visits
from anhuan.ops.demo.watch import load_watch
from anhuan.ops.demo.world import World, stable_id
from anhuan.ops.services.nodes import name_node
from anhuan.people.services.accounts import open_account
from anhuan.people.services.persons import add_certificate
from anhuan.people.services.tokens import issue_token
from anhuan.people.types import CertificateKind, Scope
from anhuan.rulebook.queries import rules_at
from anhuan.rulebook.services import load_seed

NEWS: Final = timedelta(days=2)
"""What climbed earlier was read long ago: nobody is told of it anew."""
ACCOUNTS: Final = "demo-accounts.json"
WHOLE: Final = 300
LATELY: Final = 4
"""From so many sites on the stations have their months; in a smaller city days alone."""
WITH_PHOTOS: Final = 20_000
"""Up to so many cases the acts have their photographs as files."""


def is_built() -> bool:
    """Whether the city was built here to the end."""
    return (settings.DATA_DIR / ACCOUNTS).exists() and accounts_exist()


def accounts_exist() -> bool:
    return bool(apps.get_model("people", "Account").objects.exists())


def build(*, sites: int, cases: int, progress: Progress) -> list[dict[str, str]]:
    """Fill the database; returns the sign-ins. Raises ``ValueError`` for too small a city and
    ``RuntimeError`` where a database already has accounts but no city."""
    if accounts_exist():
        raise RuntimeError("the database is in use; the demo needs an empty one")
    at = now()
    today = max(DEMO_DAY, day_of(at))
    city = build_city(sites=sites, cases=cases, today=today)
    name_node(name=settings.NODE_NAME, at=at)
    load_seed(at=FOUNDED)
    world = World.of(city)
    in_one_piece(lambda: load_organisation(world, progress))
    in_one_piece(lambda: load_duties(world))
    in_one_piece(lambda: load_deputies(world))
    by = stable_id("person", city.accounts[0].person)
    album = store_album(by=by, at=at) if cases <= WITH_PHOTOS else {}
    stage = Stage(world, rules_at(at), at)
    load_cases(world, stage, total=cases, album=album, progress=progress)
    in_one_piece(lambda: play_duties(world, at))
    _certificates(world, at)
    load_permits(world, at)
    while sweep(at=at, silent_before=at - NEWS):
        progress("escalation", 0, 0)
    _tell(world, at)
    load_tasks(world, at)
    play_sponsors(world, at)
    load_matters(world, at)
    load_proceedings(world, at)
    play_visits(world, at)
    load_campaigns(world, at)
    load_watch(world, at)
    load_checks(world, at)
    load_hazards(world, at)
    whole = sites >= WHOLE
    load_monitoring(world, at, progress, days=HOURS if whole else LATELY, more=whole)
    load_judgements(world, at)
    opened = _open_accounts(world, at)
    load_field(world, at)
    send_letter(world, at)
    return opened


def _certificates(world: World, at: datetime) -> None:
    today = day_of(at)
    for person in world.city.officials:
        if person.certificate:
            add_certificate(
                person_id=stable_id("person", person.key),
                kind=CertificateKind.ENFORCEMENT,
                number=person.certificate,
                issued_by="安澜市人民政府",
                valid_from=today - timedelta(days=700),
                valid_to=today + timedelta(days=1100),
                by=None,
                at=at,
            )


def _tell(world: World, at: datetime) -> None:
    """What the live program would have told the demo's people in the last days."""
    people = {stable_id("person", account.person) for account in world.city.accounts}
    case = apps.get_model("cases", "Case")
    recent = case.objects.filter(
        found_by__in=people, closed_at__gte=at - timedelta(days=14)
    ).order_by("-closed_at")[:12]
    for row in recent:
        _answer(row, at)


def _answer(row: Any, at: datetime) -> None:
    params: Mapping[str, Any] = {
        "number": row.number,
        "title": row.description[:60],
        "action": "close",
        "act": "",
        "due_on": "",
    }
    notify(
        to={row.found_by_id},
        topic="case.answer",
        params=params,
        subject_kind="case",
        subject=row.id,
        key=f"case.answer:{row.id}:{row.version}",
        at=row.closed_at or at,
    )


def _open_accounts(world: World, at: datetime) -> list[dict[str, str]]:
    """Sign-ins with passwords of this installation alone, written where only its owner reads."""
    lines = []
    for account in world.city.accounts:
        person = stable_id("person", account.person)
        password = token_urlsafe(9)
        key = open_account(
            person_id=person, username=account.login, password=password, by=None, at=at
        )
        token = _token(key, person, at)
        lines.append(
            {
                "username": account.login,
                "password": password,
                "token": token,
                "role": account.role,
                "sees": account.sees,
            }
        )
    path: Path = settings.DATA_DIR / ACCOUNTS
    path.touch(mode=0o600)
    path.write_text(json.dumps(lines, ensure_ascii=False, indent=1), encoding="utf-8")
    return lines


def _token(account: UUID, person: UUID, at: datetime) -> str:
    issued = issue_token(
        account_id=account,
        name="demo",
        scopes=list(Scope),
        term=timedelta(days=365),
        by=person,
        at=at,
    )
    return str(issued.secret)


def sign_ins() -> list[dict[str, str]]:
    """The sign-ins of a city built before."""
    path: Path = settings.DATA_DIR / ACCOUNTS
    found: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return found
