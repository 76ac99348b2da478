"""The papers of listed supervision (挂牌督办): the notice with six elements, and the release."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import override

from anhuan.cases import models
from anhuan.cases.papers import chinese_day
from anhuan.cases.words.inputs import LEVEL_CHOICES
from anhuan.documents.services import issue
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.ledger.queries import acts_of
from anhuan.ledger.types import Recorded
from anhuan.territory.queries import unit_names

LISTED: Final = f"case.{Action.LIST}"
LIFTED: Final = frozenset({f"case.{Action.UNLIST}", f"case.{Action.CLOSE}"})
NOTICE: Final = "case.listing"
RELEASE: Final = "case.release"


def on_case_act(*, case_id: UUID, action: str, by: UUID | None, at: datetime, **more: Any) -> None:
    """Listed, unlisted, or closed while listed: the paper goes out in the same transaction."""
    kind = f"case.{action}"
    if by is None or kind not in {LISTED, *LIFTED}:
        return
    acts = acts_of(case_id)
    listed = _standing(acts, kind)
    if listed is None:
        return
    row = models.Case.objects.select_related("site").get(pk=case_id)
    unit = UUID(listed.public["unit"]) if listed.public["unit"] else row.unit_id
    issuer = unit if kind == LISTED else _unit_of(acts[-1], row)
    names = unit_names({unit, issuer, row.unit_id, row.target_unit_id or row.unit_id})
    ended = kind != LISTED
    with override("zh-hans"):
        content = _content(row, listed, names, unit, at)
    content |= {"unit_name": names[issuer], "ground": _ground(acts[-1])} if ended else {}
    issue(
        form=RELEASE if ended else NOTICE,
        unit=issuer,
        unit_word=names[issuer],
        subject=case_id,
        site=row.site_id,
        area_path=row.area_path,
        content=content,
        by=Viewer(person=by, at=at),
        at=at,
    )


def _standing(acts: list[Recorded], kind: str) -> Recorded | None:
    """The listing that stands, before the act that lifts it."""
    before = acts if kind == LISTED else acts[:-1]
    last = [one for one in before if one.kind in {LISTED, f"case.{Action.UNLIST}"}]
    return last[-1] if last and last[-1].kind == LISTED else None


def _unit_of(act: Recorded, row: models.Case) -> UUID:
    return UUID(act.public["unit"]) if act.public["unit"] else row.unit_id


def _ground(act: Recorded) -> str:
    said: Mapping[str, Any] = act.body or {}
    reason = str(said.get("reason") or said.get("opinion") or "")
    return reason if act.kind == f"case.{Action.UNLIST}" else "已验收销号"


def _content(
    row: models.Case,
    listed: Recorded,
    names: Mapping[UUID, str],
    supervisor: UUID,
    at: datetime,
) -> dict[str, Any]:
    """隐患、责任单位、责任人、时限、要求、督办单位."""
    data: Mapping[str, Any] = listed.public["data"]
    target = names[row.target_unit_id] if row.target_unit_id else ""
    firm = row.site.name if row.site else row.site_name
    return {
        "foot": f"事项 {row.number}",
        "level": str(LEVEL_CHOICES[data["level"]]),
        "listing": str((listed.body or {}).get("number") or data.get("number") or ""),
        "hazard": row.description,
        "spot": row.spot,
        "responsible_unit": target or firm or names[row.unit_id],
        "responsible": row.responsible,
        "until": chinese_day(date.fromisoformat(data["until"])),
        "requirement": str((listed.body or {}).get("requirement", "")),
        "supervisor": names[supervisor],
        "unit_name": names[supervisor],
        "issued": chinese_day(day_of(at)),
    }
