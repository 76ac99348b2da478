"""Who leads whom in the invented city, who heads the party side, and who answers for an area."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from anhuan.ops.city.dice import Dice
from anhuan.ops.city.names import person_name
from anhuan.ops.city.records import Area, Post
from anhuan.ops.demo.world import World, stable_id, start_of

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "emergency": ("emergency",),
    "ecology": ("ecology",),
    "industry": ("industry", "energy", "science"),
    "construction": ("housing", "urban-management"),
    "market": ("market",),
    "fire": ("fire",),
    "transport": ("transport", "postal"),
    "education": ("education", "culture"),
    "health": ("health",),
    "civil": ("civil",),
    "commerce": ("commerce", "finance"),
}
"""Nobody here is competent for farming, water or land: the certificate says so."""
VACANT: Final = 5
"""Every fifth street has nobody on the party side."""
UNCHARGED: Final = "990171401000"
"""The one industrial park for which no party post was charged."""
SINCE: Final = date(2022, 1, 1)
Row = Mapping[str, Any]


def fields_of(unit: str) -> list[str]:
    """What a unit of the city is competent for, by its key."""
    return list(FIELDS.get(unit.partition("/")[2], ()))


def superior_of(world: World, post: Post) -> str | None:
    """The key of the post above: grid, street, district, city."""
    unit, _, slug = post.key.rpartition("/")
    if post.kind == "cell_inspector":
        return f"{unit}/chief"
    if post.level in {"cell", "community", "street"}:
        street = f"{post.area[:9]}/office/lead"
        return f"{post.area[:6]}/gov/vice-head" if post.key == street else street
    if post.level == "district":
        head = f"{post.area[:6]}/gov/vice-head"
        if post.key == head:
            return "990100/gov/vice-mayor" if "990100/gov/vice-mayor" in world.seats else None
        deputy = f"{unit}/deputy"
        return deputy if slug != "deputy" and deputy in world.seats else head
    top = "990100/gov/vice-mayor"
    return None if post.key == top else top


def body_of(area: Area) -> tuple[str, str]:
    """The unit that heads an area, and the slug of its leader."""
    if area.level == "street":
        return f"{area.code[:9]}/office", "lead"
    if area.level == "district":
        return f"{area.code[:6]}/gov", "vice-head"
    return f"{area.code[:6]}/gov", "vice-mayor"


def _heads(world: World) -> Iterator[tuple[int, Area]]:
    return enumerate(area for area in world.city.areas if area.level != "cell")


def party_posts(world: World) -> Iterator[Row]:
    for _, area in _heads(world):
        unit, _ = body_of(area)
        yield {
            "id": stable_id("post", f"{unit}/party"),
            "version": 1,
            "title": "党工委书记" if area.level == "street" else "书记",
            "role": "leader",
            "unit": stable_id("unit", unit),
            "site": None,
            "area": stable_id("area", area.code),
            "area_path": world.paths[area.code],
            "superior": _above(area),
            "rank": 5,
            "active": True,
        }


def _above(area: Area) -> Any:
    if area.level == "city":
        return None
    over = f"{area.code[:6]}/gov/party" if area.level == "street" else "990100/gov/party"
    return stable_id("post", over)


def party_people(world: World) -> Iterator[Row]:
    for number, area in _heads(world):
        yield {
            "id": stable_id("person", "party", area.code),
            "version": 1,
            "name": person_name(Dice(world.city.seed, 41, number)),
            "short": "",
            "phone_sealed": b"",
            "phone_masked": "",
        }


def party_held(world: World) -> Iterator[Row]:
    for number, area in _heads(world):
        if area.level == "street" and number % VACANT == 0:
            continue
        yield lasting(
            stable_id("appointment", "party", area.code),
            post=stable_id("post", f"{body_of(area)[0]}/party"),
            person=stable_id("person", "party", area.code),
            acting=False,
            basis=f"{area.short}任职文件",
        )


def area_charges(world: World) -> Iterator[Row]:
    """One grid chief for each cell; both heads for each area above, but one."""
    for area in world.city.areas:
        if area.level == "cell":
            yield _charge(area, "cell", "government", f"{area.code}/chief")
            continue
        unit, slug = body_of(area)
        level = "county" if area.level == "district" else area.level
        yield _charge(area, level, "government", f"{unit}/{slug}")
        if area.code != UNCHARGED:
            yield _charge(area, level, "party", f"{unit}/party")


def _charge(area: Area, level: str, side: str, post: str) -> Row:
    return lasting(
        stable_id("charge", area.code, side),
        object=stable_id("area", area.code),
        subject="",
        line="territory",
        level=level,
        side=side,
        post=stable_id("post", post),
        clause="安澜市党政同责、网格化监管责任清单",
    )


def lasting(identity: Any, **values: Any) -> Row:
    since = start_of(SINCE)
    open_end = {"valid_from": since, "valid_to": None, "recorded_from": since}
    return {"id": identity, **values, "by": None, **open_end, "recorded_to": None}
