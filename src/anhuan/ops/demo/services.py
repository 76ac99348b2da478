"""Loads the played city in bulk: the rows are those that the live program would have written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.apps import apps
from django.db import transaction

from anhuan.base.db import bulk_copy
from anhuan.cases.projection import columns_of, search_of, sort_due
from anhuan.ledger.services.recording import BODY, FACT
from anhuan.ops.demo.pictures import Album, use_rows
from anhuan.ops.demo.staging import Played, Stage, due_facts, fact_rows
from anhuan.ops.demo.world import World, department

CHUNK: Final = 5_000
UNDATED: Final = date(1970, 1, 1)
ENDED: Final = date(9999, 12, 31)
Progress = Callable[[str, int, int], None]


def load_cases(world: World, stage: Stage, *, total: int, album: Album, progress: Progress) -> int:
    """Play and load every case, a chunk to a transaction; returns how many."""
    done = 0
    last: dict[int, int] = {}
    chunk: list[Played] = []
    for script in world.city.cases():
        played = stage.play(script)
        if played.case.version:
            chunk.append(played)
            year, number = int(script.number[2:6]), int(script.number[7:])
            last[year] = max(last.get(year, 0), number)
        if len(chunk) == CHUNK:
            done += load_chunk(world, chunk, album)
            progress("cases", done, total)
            chunk = []
    done += load_chunk(world, chunk, album)
    progress("cases", done, total)
    counter = apps.get_model("base", "Counter")
    for year, number in last.items():
        counter.objects.update_or_create(scope="case", year=year, defaults={"last": number})
    return done


@transaction.atomic
def load_chunk(world: World, chunk: Sequence[Played], album: Album) -> int:
    """The rows of some cases. Foreign keys are checked at the end of each statement or commit, so
    a parent may stand behind its child."""
    rows = [case_row(world, played) for played in chunk]
    if rows:
        _copy("cases", "Case", tuple(rows[0]), (tuple(row.values()) for row in rows))
    dues = [row for played in chunk for row in due_rows(world, played)]
    uses = [list(use_rows(world, played, album)) if album else [] for played in chunk]
    facts = list(due_facts(dues))
    for played, shown in zip(chunk, uses, strict=True):
        facts += fact_rows(played, shown)
    _copy("ledger", "Fact", FACT, (fact for fact, _ in facts))
    _copy("ledger", "Body", BODY, (body for _, body in facts))
    _copy("ledger", "Pending", ("fact",), ((fact[0],) for fact, _ in facts))
    if dues:
        _copy("obligations", "Obligation", tuple(dues[0]), (tuple(d.values()) for d in dues))
    used = [row for shown in uses for _, row in shown]
    if used:
        _copy("evidence", "Use", tuple(used[0]), (tuple(row.values()) for row in used))
    return len(chunk)


def _copy(app: str, model: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    bulk_copy(apps.get_model(app, model), names, rows)


TEXTS: Final = (
    "criterion",
    "consequence",
    "requirement",
    "clause",
    "measure",
    "responsible",
    "finisher",
    "acceptor",
    "interim",
    "treatment",
    "emergency",
    "done",
    "description",
    "spot",
    "category",
    "basis",
)


def case_row(world: World, played: Played) -> dict[str, Any]:
    """Every column of ``cases.Case`` by name."""
    case, script, site = played.case, played.script, played.site
    levels = world.levels[world.place(site)]
    ball = next((due for due in played.open_dues() if due["ball"]), None)
    row: dict[str, Any] = {"number": script.number, **columns_of(case)}
    row |= {name: played.texts.get(name, "") for name in TEXTS}
    row |= {
        "money_fen": played.texts.get("money_fen"),
        "spent_fen": played.texts.get("spent_fen"),
        "source": played.source,
        "source_number": "",
        "site_name": site.short or site.name,
        "original": script.text if script.kind == "directive" else "",
        "found_by_text": "",
        "phone": "",
        "extra": {},
        "defects": [],
        "due_kind": "",
        "done_on": None,
        "import_key": "",
        "area_id": next(reversed(levels.values())),
        "area_path": world.paths[world.place(site)],
        "city_id": levels.get("city"),
        "county_id": levels.get("district"),
        "street_id": levels.get("street"),
        "cell_id": levels.get("cell"),
        "department_id": department(world, site.key, script.domain),
        "ball_act": ball["act"] if ball else "",
        "ball_due_on": ball["due_on"] if ball else None,
        "ball_post_id": ball["post"] if ball else None,
        "ball_unit_id": ball["unit"] if ball else None,
        "ball_site": ball["site"] if ball else None,
        "sort_due": sort_due(ball["due_on"]) if ball else ENDED,
        "sort_found": case.found_on or UNDATED,
    }
    row["search"] = search_of(row)
    return {name.removesuffix("_id") if name in FOREIGN else name: v for name, v in row.items()}


FOREIGN: Final = frozenset(
    {
        "area_id",
        "department_id",
        "ball_post_id",
        "ball_unit_id",
        "parent_id",
        "site_id",
        "unit_id",
        "officer_post_id",
        "target_unit_id",
        "close_unit_id",
        "found_by_id",
    }
)


def due_rows(world: World, played: Played) -> Iterator[dict[str, Any]]:
    script, site = played.script, played.site
    about = {
        "case": played.case.id,
        "number": script.number,
        "title": played.texts.get("description", "")[:200],
        "site_name": (site.short or site.name)[:200],
        "area_path": world.paths[world.place(site)],
    }
    for due in played.dues:
        yield about | due


@transaction.atomic
def in_one_piece(load: Callable[[], None]) -> None:
    """Run a load so that it is there whole or not at all."""
    load()
