"""Drawn photographs as the evidence of the played cases."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from anhuan.evidence.services import store
from anhuan.evidence.types import Kind
from anhuan.kernel.case import Action, Fact
from anhuan.ops.city import photos
from anhuan.ops.demo.staging import Played
from anhuan.ops.demo.world import World, stable_id

Album = Mapping[tuple[str, str], str]
SHOWN: Final = frozenset(
    {Action.REPORT, Action.REGISTER, Action.SUBMIT, Action.RETURN, Action.FIX_ON_SPOT}
)


def store_album(*, by: UUID, at: datetime) -> Album:
    """Every scene before, half-way and after, stored as files; their hashes by scene and stage."""
    album = {}
    for scene in photos.SCENES:
        for stage in photos.STAGES:
            picture = BytesIO(photos.photo(scene, stage))
            file = store(picture, name="现场照片.jpg", by=by, at=at, kind=Kind.PHOTO)
            album[scene, stage] = file.sha256
    return album


def use_rows(world: World, played: Played, album: Album) -> Iterator[tuple[int, dict[str, Any]]]:
    """The uses of the exhibits that the acts of a case say they had, each with its version."""
    scene = photos.scene_of(played.script.category)
    returned = sum(fact.action is Action.RETURN for fact, *_ in played.facts)
    round_number = 0
    for fact, _, version, _ in played.facts:
        stage = _stage(fact, round_number, returned)
        for n in range(fact.exhibits):
            yield (
                version,
                _row(world, played, fact, album[scene, stage], round_number, (version, n)),
            )
        if fact.action in {Action.PLAN, Action.RETURN}:
            round_number += 1


def _stage(fact: Fact, round_number: int, returned: int) -> str:
    if fact.action in {Action.REGISTER, Action.REPORT}:
        return "before"
    return "partly" if round_number <= returned and returned else "after"


def _row(
    world: World, played: Played, fact: Fact, sha256: str, number: int, key: tuple[int, int]
) -> dict[str, Any]:
    site = played.site
    return {
        "id": stable_id("use", played.script.number, *key, at=fact.at),
        "file": sha256,
        "owner_kind": "case",
        "owner": played.case.id,
        "label": f"{fact.action.value}:{number}",
        "name": "现场照片.jpg",
        "captured_at": fact.at,
        "lon": site.point[0],
        "lat": site.point[1],
        "accuracy_m": 18.0,
        "device_clock": None,
        "by": fact.by,
        "at": fact.at,
        "area_path": world.paths[world.place(site)],
        "unit": played.case.unit,
        "site": played.case.site,
    }
